// What Mailscope changes in Dear ImGui: no old names, no demo and debug windows, and code points
// beyond 65535, since names in mail have them.
#pragma once

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_USE_WCHAR32
