# Dear ImGui with its SDL2 and OpenGL 3 (WebGL 2 in the page) backends: the library `imgui`.
#
# In WebAssembly SDL2 is compiled here from a short list of its files: SDL2's own CMake configure runs
# hundreds of link checks, over ten minutes of them under emcc. Natively it is the installed one.

set(imgui "${MAILSCOPE_SOURCE_imgui}")
add_library(
  imgui STATIC
  "${imgui}/imgui.cpp" "${imgui}/imgui_draw.cpp" "${imgui}/imgui_tables.cpp"
  "${imgui}/imgui_widgets.cpp" "${imgui}/backends/imgui_impl_sdl2.cpp"
  "${imgui}/backends/imgui_impl_opengl3.cpp")
target_include_directories(imgui SYSTEM PUBLIC "${imgui}" "${imgui}/backends")
target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="cmake/imgui/imgui_config.h")
target_include_directories(imgui PUBLIC "${CMAKE_SOURCE_DIR}")
mailscope_quiet(imgui)

if(EMSCRIPTEN)
  set(sdl2 "${MAILSCOPE_SOURCE_sdl2}")
  set(globs "")
  foreach(
    folder
    . atomic audio audio/dummy cpuinfo dynapi events file filesystem/emscripten haptic haptic/dummy
    hidapi joystick joystick/emscripten libm loadso/dlopen locale locale/emscripten misc misc/emscripten
    power power/emscripten render render/software sensor sensor/dummy stdlib thread thread/generic
    timer timer/unix video video/dummy video/emscripten video/yuv2rgb)
    list(APPEND globs "${sdl2}/src/${folder}/*.c")
  endforeach()
  file(GLOB sources ${globs})
  add_library(SDL2 STATIC ${sources})
  target_include_directories(SDL2 SYSTEM PUBLIC "${sdl2}/include")
  # EM_JS_DEPS is younger than the oldest Emscripten that must do.
  target_compile_options(SDL2 PRIVATE -w "-DEM_JS_DEPS(a,b)=")
  target_compile_definitions(SDL2 PRIVATE SDL_AUDIO_DISABLED=1 SDL_HAPTIC_DISABLED=1 SDL_RENDER_DISABLED=1)
  target_compile_options(imgui PRIVATE -include emscripten/emscripten.h)
  target_link_libraries(imgui PUBLIC SDL2)
else()
  find_package(SDL2 REQUIRED CONFIG)
  find_package(OpenGL REQUIRED)
  target_link_libraries(imgui PUBLIC SDL2::SDL2 OpenGL::GL ${CMAKE_DL_LIBS})
endif()
