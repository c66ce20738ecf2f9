# libsodium, for Ed25519, which Mbed TLS does not have: the library `sodium`, its portable C only.

set(sodium "${MAILSCOPE_SOURCE_libsodium}/src/libsodium")
set(generated "${CMAKE_BINARY_DIR}/generated/sodium")
set(VERSION "1.0")
set(SODIUM_LIBRARY_VERSION_MAJOR 10)
set(SODIUM_LIBRARY_VERSION_MINOR 3)
set(SODIUM_LIBRARY_MINIMAL_DEF "")
configure_file("${sodium}/include/sodium/version.h.in" "${generated}/sodium/version.h" @ONLY)

file(GLOB_RECURSE sources "${sodium}/crypto_core/*.c" "${sodium}/crypto_sign/*.c"
     "${sodium}/crypto_hash/*.c" "${sodium}/crypto_verify/*.c" "${sodium}/crypto_generichash/*.c"
     "${sodium}/crypto_onetimeauth/*.c" "${sodium}/crypto_pwhash/*.c"
     "${sodium}/crypto_scalarmult/*.c" "${sodium}/crypto_stream/*.c" "${sodium}/randombytes/*.c"
     "${sodium}/sodium/*.c")
add_library(sodium STATIC ${sources})
target_include_directories(sodium SYSTEM PUBLIC "${sodium}/include" "${generated}")
target_include_directories(sodium PRIVATE "${sodium}/include/sodium" "${generated}/sodium")
target_compile_definitions(sodium PRIVATE CONFIGURED=1 SODIUM_STATIC=1)
target_compile_options(sodium PRIVATE -w -O2)
