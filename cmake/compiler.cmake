# How fast, how small, with which helpers: everything about the compiler but its warnings.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Quick CACHE STRING "Quick, Debug or Release" FORCE)
endif()

# Quick is what one works in: half the compile time of -O2, and stack traces still name lines.
set(CMAKE_C_FLAGS_QUICK "-O1 -g1")
set(CMAKE_CXX_FLAGS_QUICK "-O1 -g1")

find_program(MAILSCOPE_CCACHE ccache)
if(MAILSCOPE_CCACHE)
  # Paths below the checkout are hashed as relative ones, so that several clones share results.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${MAILSCOPE_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

if(EMSCRIPTEN)
  # Small first, since every visitor downloads it; what must be fast says so itself (cmake/mbedtls.cmake).
  # Nothing is caught in the page: Emscripten's default, where a throw ends the program.
  set(CMAKE_C_FLAGS_RELEASE "-Os -DNDEBUG -flto")
  set(CMAKE_CXX_FLAGS_RELEASE "-Os -DNDEBUG -flto")
  set(CMAKE_EXE_LINKER_FLAGS_RELEASE "-Os -flto")
else()
  find_program(MAILSCOPE_MOLD mold)
  find_program(MAILSCOPE_LLD ld.lld)
  if(MAILSCOPE_MOLD)
    add_link_options(-fuse-ld=mold)
  elseif(MAILSCOPE_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

if(MAILSCOPE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(MAILSCOPE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
