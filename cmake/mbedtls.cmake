# Mbed TLS, without its programs and tests, configured by cmake/mbedtls/user_config.h and always
# compiled for speed: a handshake is most of what a lesson costs.

set(ENABLE_TESTING OFF)
set(ENABLE_PROGRAMS OFF)
set(MBEDTLS_FATAL_WARNINGS OFF)
set(GEN_FILES OFF)
set(DISABLE_PACKAGE_CONFIG_AND_INSTALL ON)
set(USE_STATIC_MBEDTLS_LIBRARY ON)
set(USE_SHARED_MBEDTLS_LIBRARY OFF)
set(MBEDTLS_USER_CONFIG_FILE "${CMAKE_SOURCE_DIR}/cmake/mbedtls/user_config.h")
mailscope_dependency(mbedtls)
foreach(target mbedtls mbedx509 mbedcrypto everest p256m)
  target_compile_options(${target} PRIVATE -w -O2)
endforeach()
