# Mbed TLS, without its programs and tests, configured by cmake/mbedtls/user_config.h and always
# compiled for speed: a handshake is most of what a lesson costs.

set(ENABLE_TESTING OFF)
set(ENABLE_PROGRAMS OFF)
set(MBEDTLS_FATAL_WARNINGS OFF)
set(GEN_FILES OFF)
set(DISABLE_PACKAGE_CONFIG_AND_INSTALL ON)
set(USE_STATIC_MBEDTLS_LIBRARY ON)
set(USE_SHARED_MBEDTLS_LIBRARY OFF)
# Named from the top of the checkout, so that ccache's results serve every clone.
set(MBEDTLS_USER_CONFIG_FILE "cmake/mbedtls/user_config.h")
mailscope_dependency(mbedtls)
foreach(target mbedtls mbedx509 mbedcrypto everest p256m)
  target_compile_options(${target} PRIVATE -w -O2)
  target_include_directories(${target} PRIVATE "${CMAKE_SOURCE_DIR}")
endforeach()

# Elliptic curve work is remembered (sim/crypto/curve_memo.h): the files that call these functions
# call ours, which call the originals. Everest is the library's fast X25519; ours uses it directly.
set_source_files_properties(
  ${mbedtls_SOURCE_DIR}/library/ecdh.c
  ${mbedtls_SOURCE_DIR}/library/ecdsa.c
  ${mbedtls_SOURCE_DIR}/library/pk_ecc.c
  ${mbedtls_SOURCE_DIR}/library/pk_wrap.c
  ${mbedtls_SOURCE_DIR}/library/psa_crypto_ecp.c
  TARGET_DIRECTORY mbedcrypto
  PROPERTIES COMPILE_DEFINITIONS
  "mbedtls_ecp_mul=mailscope_ecp_mul;mbedtls_ecp_mul_restartable=mailscope_ecp_mul_restartable")
set_property(
  SOURCE ${mbedtls_SOURCE_DIR}/library/pk_wrap.c TARGET_DIRECTORY mbedcrypto
  APPEND PROPERTY COMPILE_DEFINITIONS
  "mbedtls_ecdsa_write_signature=mailscope_ecdsa_write_signature"
  "mbedtls_ecdsa_read_signature=mailscope_ecdsa_read_signature")
target_compile_definitions(everest PRIVATE MBEDTLS_ECDH_VARIANT_EVEREST_ENABLED)
