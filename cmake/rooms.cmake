# A room is one folder of sim/ or ui/: one static library that links only the rooms it may know,
# and one test program of everything in the same folder below tests/.
#
#   mailscope_room(NAME pop3 DEPENDS base wire sasl LIBRARIES MbedTLS::mbedtls TEST_DEPENDS world)
#       LIBRARIES stay the room's own business; PUBLIC_LIBRARIES show in its headers
#       sim/pop3/*.cpp          -> library mailscope_pop3 (an interface library without any *.cpp)
#       tests/sim/pop3/*.cpp    -> program test_pop3, known to ctest as "pop3"
#       sim/pop3/main.cpp and *_main.cpp stay out of the library: they are programs
#   mailscope_program(NAME mailscope ROOM cli MAIN main.cpp)
#       a program at the top of the build folder
#   mailscope_test(NAME property DEPENDS world)
#       tests/property/*.cpp    -> program test_property, for tests that belong to no single room
#
# The rooms are found by themselves. DEPENDS is resolved when all of them are known, so their order
# does not matter.

function(mailscope_room)
  cmake_parse_arguments(ARG "" "NAME" "DEPENDS;LIBRARIES;PUBLIC_LIBRARIES;TEST_DEPENDS;TEST_LIBRARIES" ${ARGN})
  _mailscope_refuse_leftovers()
  set(target mailscope_${ARG_NAME})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/([a-z0-9_]+_)?main\\.cpp$")
  if(sources)
    if(MAILSCOPE_WHOLE_ROOMS)
      _mailscope_as_one_file(sources)
    endif()
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
    mailscope_warnings(${target})
    if(MAILSCOPE_WHOLE_ROOMS)  # names that two files keep to themselves hide nothing in either
      target_compile_options(${target} PRIVATE -Wno-shadow)
    endif()
    target_link_libraries(${target} PRIVATE ${ARG_LIBRARIES})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${target} ${scope} fmt::fmt ${ARG_PUBLIC_LIBRARIES})
  _mailscope_remember(${target} ${scope} "${ARG_DEPENDS}")

  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  _mailscope_test_program(${ARG_NAME} "${CMAKE_SOURCE_DIR}/tests/${folder}"
                          "${ARG_NAME};${ARG_TEST_DEPENDS}" "${ARG_TEST_LIBRARIES}")
endfunction()

# Replaces a room's list of files by one file that includes them all, by names that are the same in every
# checkout, so that ccache's results serve all of them.
function(_mailscope_as_one_file list)
  set(text "// Written by cmake/rooms.cmake: all files of this room, compiled as one.\n")
  foreach(source IN LISTS ${list})
    file(RELATIVE_PATH name "${CMAKE_SOURCE_DIR}" "${source}")
    string(APPEND text "#include \"${name}\"\n")
  endforeach()
  set(whole "${CMAKE_CURRENT_BINARY_DIR}/whole_room.cpp")
  file(CONFIGURE OUTPUT "${whole}" CONTENT "${text}" @ONLY)
  set(${list} "${whole}" PARENT_SCOPE)
endfunction()

function(mailscope_program)
  cmake_parse_arguments(ARG "" "NAME;ROOM;MAIN" "" ${ARGN})
  _mailscope_refuse_leftovers()
  _mailscope_executable(${ARG_NAME} ${ARG_ROOM} ${ARG_MAIN})
  if(EMSCRIPTEN)
    mailscope_for_node(${ARG_NAME})
  endif()
endfunction()

function(mailscope_test)
  cmake_parse_arguments(ARG "" "NAME" "DEPENDS;LIBRARIES" ${ARGN})
  _mailscope_refuse_leftovers()
  _mailscope_test_program(${ARG_NAME} "${CMAKE_CURRENT_SOURCE_DIR}" "${ARG_DEPENDS}"
                          "${ARG_LIBRARIES}")
endfunction()

# Every benchmark or fuzz target is one *.cpp file; DEPENDS names the rooms they all may use.
function(mailscope_benchmarks)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  if(MAILSCOPE_BENCH)
    _mailscope_programs_of_files(bench benchmark::benchmark_main "${ARG_DEPENDS}" "${ARG_LIBRARIES}")
  endif()
endfunction()

function(mailscope_fuzz_targets)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  if(MAILSCOPE_FUZZ)
    add_compile_definitions(MAILSCOPE_FUZZ_ALONE)
    _mailscope_programs_of_files(fuzz -fsanitize=fuzzer "${ARG_DEPENDS}" "${ARG_LIBRARIES}")
  endif()
endfunction()

# Adds every room that exists, then the tests that belong to no room, then wires all of them.
function(mailscope_add_rooms)
  foreach(pattern sim/* ui/* tests/*)
    file(GLOB files RELATIVE "${CMAKE_SOURCE_DIR}" CONFIGURE_DEPENDS
         "${CMAKE_SOURCE_DIR}/${pattern}/CMakeLists.txt")
    foreach(file IN LISTS files)
      get_filename_component(folder "${file}" DIRECTORY)
      if(MAILSCOPE_UI OR NOT folder MATCHES "^ui/(panels|shell)$")
        add_subdirectory(${folder})
      endif()
    endforeach()
  endforeach()
  _mailscope_wire()
endfunction()

function(_mailscope_executable name room main)
  add_executable(${name} ${main})
  mailscope_warnings(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
  _mailscope_remember(${name} PRIVATE "${room}")
endfunction()

function(_mailscope_test_program name folder depends libraries)
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  if(NOT MAILSCOPE_TESTS OR NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  mailscope_warnings(test_${name})
  set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_include_directories(test_${name} PRIVATE "${CMAKE_SOURCE_DIR}")
  target_link_libraries(test_${name} PRIVATE Catch2::Catch2WithMain ${libraries})
  _mailscope_remember(test_${name} PRIVATE "${depends}")
  # Run at the top of the checkout, where scenarios/ and tests/ are.
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  # A program whose filters match nothing, or that has no test, has not passed.
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "MAILSCOPE_BUILD_DIR=${CMAKE_BINARY_DIR}"
                                          FAIL_REGULAR_EXPRESSION "No tests? ran")
endfunction()

function(_mailscope_programs_of_files prefix main depends libraries)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  foreach(source IN LISTS sources)
    get_filename_component(name "${source}" NAME_WE)
    add_executable(${prefix}_${name} "${source}")
    mailscope_warnings(${prefix}_${name})
    set_target_properties(${prefix}_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                                                       "${CMAKE_BINARY_DIR}/${prefix}")
    target_link_libraries(${prefix}_${name} PRIVATE ${main} ${libraries})
    _mailscope_remember(${prefix}_${name} PRIVATE "${depends}")
  endforeach()
endfunction()

function(_mailscope_remember target scope depends)
  set_property(GLOBAL APPEND PROPERTY mailscope_targets ${target})
  set_property(GLOBAL PROPERTY mailscope_scope_${target} ${scope})
  set_property(GLOBAL PROPERTY mailscope_depends_${target} "${depends}")
endfunction()

function(_mailscope_wire)
  get_property(targets GLOBAL PROPERTY mailscope_targets)
  foreach(target IN LISTS targets)
    get_property(scope GLOBAL PROPERTY mailscope_scope_${target})
    get_property(depends GLOBAL PROPERTY mailscope_depends_${target})
    list(REMOVE_ITEM depends "")
    foreach(room IN LISTS depends)
      if(TARGET mailscope_${room})
        target_link_libraries(${target} ${scope} mailscope_${room})
      else()
        message(SEND_ERROR "${target} depends on the room ${room}, and there is none of that name")
      endif()
    endforeach()
  endforeach()
endfunction()

macro(_mailscope_refuse_leftovers)
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${CMAKE_CURRENT_FUNCTION}: unknown words: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
endmacro()
