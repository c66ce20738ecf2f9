// The look: which colour means what, by the tokens that the page uses, too.
#pragma once

#include "sim/trace/names.h"
#include "tokens.h"

namespace mailscope::ui {

enum class Theme { light, dark, light_contrast, dark_contrast };

constexpr bool is_dark(Theme theme) {
  return theme == Theme::dark || theme == Theme::dark_contrast;
}
constexpr const Palette& palette_of(Theme theme) {
  switch (theme) {
    case Theme::light: return k_light;
    case Theme::dark: return k_dark;
    case Theme::light_contrast: return k_light_contrast;
    case Theme::dark_contrast: return k_dark_contrast;
  }
  return k_light;
}

constexpr std::uint32_t colour_of(const Palette& palette, Protocol protocol) {
  switch (protocol) {
    case Protocol::smtp: return palette.smtp;
    case Protocol::imap: return palette.imap;
    case Protocol::pop3: return palette.pop3;
    case Protocol::dns: return palette.dns;
    case Protocol::tls: return palette.tls;
    case Protocol::tcp:
    case Protocol::udp: return palette.tcp;
    case Protocol::none: return palette.muted;
  }
  return palette.muted;
}

// The same colour, more transparent; `percent` 0 to 100.
constexpr std::uint32_t faded(std::uint32_t colour, unsigned percent) {
  const std::uint32_t alpha = (colour >> 24) * percent / 100;
  return (colour & 0x00ffffffu) | alpha << 24;
}

// Sizes of text in logical pixels, before the user's text size.
inline constexpr float k_text = 16, k_small = 14, k_story = 18, k_title = 18, k_headline = 22,
                       k_mono = 15;
inline constexpr float k_touch = 44;  // the smallest target
inline constexpr float k_unit = 8;    // the grid
inline constexpr float k_radius = 12;

}  // namespace mailscope::ui
