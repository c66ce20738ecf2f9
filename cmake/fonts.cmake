# The fonts, cut down by tools/fonts, as the library `mailscope_fonts`: "build/fonts/embedded_fonts.h" and
# "build/fonts/icons.h".

set(fonts "${CMAKE_SOURCE_DIR}/build/fonts")
set(stamp "${CMAKE_BINARY_DIR}/fonts.stamp")
add_custom_command(
  OUTPUT "${stamp}"
  # As byproducts, since the tool leaves alone what would not change, and then nothing is compiled again.
  BYPRODUCTS "${fonts}/embedded_fonts.cpp" "${fonts}/embedded_fonts.h" "${fonts}/icons.h"
  COMMAND node "${CMAKE_SOURCE_DIR}/tools/fonts"
  COMMAND ${CMAKE_COMMAND} -E touch "${stamp}"
  DEPENDS "${CMAKE_SOURCE_DIR}/tools/fonts" "${CMAKE_SOURCE_DIR}/tools/fonts.json"
  COMMENT "Cutting the fonts down"
  VERBATIM)
add_custom_target(mailscope_cut_fonts DEPENDS "${stamp}")
add_library(mailscope_fonts STATIC "${fonts}/embedded_fonts.cpp")
target_include_directories(mailscope_fonts PUBLIC "${CMAKE_SOURCE_DIR}")
add_dependencies(mailscope_fonts mailscope_cut_fonts)
