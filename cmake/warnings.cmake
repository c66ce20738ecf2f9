# Our own code compiles without a warning; libraries are included as system headers and keep theirs.

function(mailscope_warnings target)
  target_compile_options(
    ${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                      -Wnon-virtual-dtor -Wold-style-cast -Wimplicit-fallthrough -Werror)
  # g++ 12 warns of overlapping memcpy inside std::string's operator+ when it inlines it
  # (GCC bug 105651); only an optimised build does that.
  target_compile_options(
    ${target} PRIVATE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)
  if(EMSCRIPTEN)
    # EM_ASM and EM_JS are built from dollar signs and variadic macros.
    target_compile_options(${target} PRIVATE -Wno-dollar-in-identifier-extension
                                             -Wno-gnu-zero-variadic-macro-arguments)
  endif()
endfunction()
