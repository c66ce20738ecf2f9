# The two programs of the wasm preset: one for Node, one for the page.
#
#   mailscope_program(NAME mailscope ROOM cli MAIN main.cpp)     mailscope.js: one file, reads real files
#   mailscope_page(NAME mailscope_page ROOM ui_shell MAIN main.cpp LINK_OPTIONS …)
#       mailscope_page.js, which defines createMailscope(options) -> promise, and mailscope_page.wasm.
#       C++ functions that the page calls are marked EMSCRIPTEN_KEEPALIVE.

function(mailscope_for_node target)
  # Emscripten writes CommonJS, the checkout's package.json says that .js is not.
  file(WRITE "${CMAKE_BINARY_DIR}/package.json" "{\"type\": \"commonjs\"}\n")
  # One file, since Node's own fetch refuses the path of a .wasm beside it.
  target_link_options(
    ${target} PRIVATE -sSINGLE_FILE=1 -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1
                      -sALLOW_MEMORY_GROWTH=1)
endfunction()

function(mailscope_page)
  cmake_parse_arguments(ARG "" "NAME;ROOM;MAIN" "LINK_OPTIONS" ${ARGN})
  _mailscope_refuse_leftovers()
  if(NOT EMSCRIPTEN)
    return()
  endif()
  _mailscope_executable(${ARG_NAME} ${ARG_ROOM} ${ARG_MAIN})
  target_link_options(
    ${ARG_NAME}
    PRIVATE
    -sMODULARIZE=1
    -sEXPORT_NAME=createMailscope
    -sENVIRONMENT=web
    -sFILESYSTEM=0
    -sMIN_WEBGL_VERSION=2
    -sMAX_WEBGL_VERSION=2
    -sALLOW_MEMORY_GROWTH=1
    -sINITIAL_MEMORY=33554432
    -sEXPORTED_RUNTIME_METHODS=ccall,cwrap,UTF8ToString,stringToUTF8,lengthBytesUTF8
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free
    ${ARG_LINK_OPTIONS})
endfunction()
