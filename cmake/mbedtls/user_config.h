// What Mailscope changes in Mbed TLS's own configuration.
//
// The library lives in a simulated world: it gets its randomness and its time from there, touches
// no file, socket or clock of the machine, and so gives the same bytes natively and in WebAssembly.
// The owner (sim/crypto) provides mbedtls_psa_external_get_random, mbedtls_time and friends.
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#undef MBEDTLS_NET_C
#undef MBEDTLS_TIMING_C
#undef MBEDTLS_ENTROPY_C
#undef MBEDTLS_CTR_DRBG_C
#undef MBEDTLS_PSA_ITS_FILE_C
#undef MBEDTLS_PSA_CRYPTO_STORAGE_C
#undef MBEDTLS_SELF_TEST
#undef MBEDTLS_FS_IO
#undef MBEDTLS_PLATFORM_ENTROPY
