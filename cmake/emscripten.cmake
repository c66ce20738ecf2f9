# The toolchain file of the wasm preset: finds Emscripten, wherever it is installed, and uses its own.

find_program(MAILSCOPE_EM_CONFIG em-config)
if(NOT MAILSCOPE_EM_CONFIG)
  message(FATAL_ERROR "Emscripten is not installed: run tools/setup, or put em-config into PATH")
endif()
execute_process(COMMAND "${MAILSCOPE_EM_CONFIG}" EMSCRIPTEN_ROOT
                OUTPUT_VARIABLE emscripten_root OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
include("${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")

# Debian's Emscripten finds its JavaScript helpers only with Debian's own Node; with any other one
# first, every optimised link fails with "Cannot find module 'acorn'" unless it is told where.
if(IS_DIRECTORY /usr/share/nodejs/acorn)
  set_property(GLOBAL PROPERTY RULE_LAUNCH_LINK
                               "${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs --")
endif()
