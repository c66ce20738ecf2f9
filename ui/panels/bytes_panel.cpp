// The octets beside their meaning: pointing at either lights up the other.
#include "build/fonts/icons.h"
#include "sim/base/text.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_columns = 8;
constexpr float k_hex = 13, k_hex_row = 21;

struct Lit {  // the octets to light up
  std::size_t begin = 0, octets = 0;
  bool holds(std::size_t at) const { return at >= begin && at < begin + octets; }
};

std::uint32_t colour_of_layer(const Palette& c, const ByteLayer& layer) {
  if (layer.protocol == Protocol::none) return c.muted;
  return colour_of(c, layer.protocol);
}

// The octet under the pointer, if any.
Lit pointed_octet(const Drawing& d, const BytesModel& bytes, Rect grid, float shift, float cell) {
  if (!d.canvas.hovers(grid)) return {};
  const Point p = d.canvas.pointer();
  const auto column = static_cast<std::size_t>(std::max(0.0f, (p.x - grid.x) / cell));
  const auto row = static_cast<std::size_t>(std::max(0.0f, (p.y - grid.y + shift) / k_hex_row));
  const std::size_t octet = row * k_columns + column;
  return column < k_columns && octet < bytes.octets.size() ? Lit{octet, 1} : Lit{};
}

void draw_grid(const Drawing& d, const BytesModel& bytes, Rect r, Lit lit, float cell,
               float shift) {
  const Palette& c = d.canvas.colours();
  for (std::size_t at = 0; at < bytes.octets.size(); ++at) {
    const float y = r.y - shift + static_cast<float>(at / k_columns) * k_hex_row;
    if (y + k_hex_row < r.y || y > r.bottom()) continue;
    const auto octet = static_cast<unsigned char>(bytes.octets[at]);
    const auto column = static_cast<float>(at % k_columns);
    const Rect box{r.x + column * cell, y, cell, k_hex_row};
    const std::size_t layer = layer_of(bytes, at);
    const std::uint32_t colour =
        layer < bytes.layers.size() ? colour_of_layer(c, bytes.layers[layer]) : c.muted;
    d.canvas.fill({box.x, box.bottom() - 3, box.w, 2}, faded(colour, 70));
    if (lit.holds(at)) d.canvas.fill({box.x, box.y, box.w, box.h - 3}, c.glow, 3);
    d.canvas.text_in(box, Face::mono, k_hex, c.ink, hex(bytes.octets.substr(at, 1)), Align::center);
    const float letters = r.x + k_columns * cell + 8;
    const std::string letter(1, octet >= 32 && octet < 127 ? static_cast<char>(octet) : '.');
    const Rect letter_box{letters + column * 9, y, 9, k_hex_row};
    if (lit.holds(at)) d.canvas.fill(letter_box, c.glow, 2);
    d.canvas.text_in(letter_box.inset(-2, 0), Face::mono, k_hex, letter == "." ? c.faint : c.muted,
                     letter, Align::center);
  }
}

std::string light_of(const Lit& lit) {
  return std::to_string(lit.begin) + "+" + std::to_string(lit.octets);
}

// The smallest field that holds the octet is what was meant.
void tap_octet(const Drawing& d, std::size_t octet) {
  Lit best{octet, 1};
  std::size_t least = static_cast<std::size_t>(-1);
  for (const ByteLayer& layer : d.screen.bytes.layers) {
    for (const ByteField& field : layer.fields) {
      const Lit own{field.begin, field.octets};
      if (own.holds(octet) && own.octets <= least) best = own, least = own.octets;
    }
  }
  d.intents.add("light", light_of(best));
}

// "packet 2 of 3", with arrows.
void draw_packets(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const BytesModel& bytes = d.screen.bytes;
  const std::string text = fill(
      d.words.tr("packet {n} of {all}"),
      {{"n", std::to_string(bytes.packet_index + 1)}, {"all", std::to_string(bytes.packet_count)}});
  if (icon_button(d.canvas, "packet-back", r.take_left(k_touch), k_icon_chevron_left, 13, false,
                  bytes.packet_index > 0))
    d.intents.add("packet", std::to_string(bytes.packet_index - 1));
  const float wide = d.canvas.width(Face::regular, k_small, text) + 8;
  d.canvas.text_in(r.take_left(wide), Face::regular, k_small, c.ink, text, Align::center);
  if (icon_button(d.canvas, "packet-next", r.take_left(k_touch), k_icon_chevron_right, 13, false,
                  bytes.packet_index + 1 < bytes.packet_count))
    d.intents.add("packet", std::to_string(bytes.packet_index + 1));
}

// Layers and their fields; `pointed` is the octet under the pointer. Returns what is to be lit.
class FieldList {
 public:
  FieldList(const Drawing& drawing, Rect view, float top, Lit pointed, Lit lit)
      : d_(drawing),
        c_(drawing.canvas.colours()),
        view_(view),
        y_(top),
        pointed_(pointed),
        lit_(lit) {
    // Names and values share the width by what each of them needs.
    float name = 0, value = 0;
    for (const ByteLayer& layer : d_.screen.bytes.layers) {
      for (const ByteField& field : layer.fields) {
        name = std::max(name, indent_of(field) + d_.canvas.width(Face::regular, 13, field.name));
        value = std::max(value, d_.canvas.width(Face::mono, 13, field.value));
      }
    }
    const float room = view_.w - 30;
    name_ = std::clamp(room - value, std::min(name, room * 0.52f), std::max(name, 90.0f));
  }

  Lit draw() {
    for (const ByteLayer& layer : d_.screen.bytes.layers) {
      draw_title(layer);
      for (const ByteField& field : layer.fields) draw_field(layer, field);
      y_ += 6;
    }
    return lit_;
  }
  float y() const { return y_; }

 private:
  static float indent_of(const ByteField& field) {
    return 14 + 12 * static_cast<float>(field.depth);
  }

  void draw_title(const ByteLayer& layer) {
    const float height = d_.canvas.scaled(28);
    const Rect r{view_.x, y_, view_.w - 8, height};
    touch(layer.title, r, {layer.begin, layer.octets});
    d_.canvas.fill({r.x + 2, r.center().y - 7, 4, 14}, colour_of_layer(c_, layer), 2);
    float x = r.x + 14;
    if (layer.is_inside) {
      d_.canvas.icon({x + 6, r.center().y}, 13, c_.right_text, k_icon_lock);
      x += 18;
    }
    const std::string note = layer.is_inside
                                 ? d_.words.tr("inside: only the two ends read this")
                                 : d_.words.trn("{n} octet", "{n} octets", layer.octets);
    x += d_.canvas.text_in({x, r.y, r.right() - x - 8, r.h}, Face::strong, k_small, c_.ink,
                           layer.title) +
         12;
    d_.canvas.text_in({x, r.y, std::max(0.0f, r.right() - x - 6), r.h}, Face::regular, 13, c_.muted,
                      note, Align::right);
    y_ += height;
  }

  void draw_field(const ByteLayer& layer, const ByteField& field) {
    const float indent = indent_of(field), name = name_;
    const float value_width = view_.w - name - 26;
    const float height = std::max(d_.canvas.scaled(24), d_.canvas.line_height(13) + 2);
    const Rect r{view_.x, y_, view_.w - 8, height};
    y_ += height;
    if (r.bottom() < view_.y || r.y > view_.bottom()) return;
    const Lit own{field.begin, field.octets};
    if (!layer.is_inside) touch(field.name + std::to_string(static_cast<int>(y_)), r, own);
    const bool is_pointed = pointed_.octets > 0 && own.holds(pointed_.begin);
    const bool is_lit =
        own.octets > 0 && lit_.octets > 0 && own.begin == lit_.begin && own.octets == lit_.octets;
    if (is_pointed || is_lit) d_.canvas.fill(r, c_.glow, 5);
    d_.canvas.text_in({r.x + indent, r.y, name - indent + 8, r.h}, Face::regular, 13, c_.muted,
                      field.name);
    d_.canvas.text_in({r.x + name + 14, r.y, value_width, r.h}, Face::mono, 13,
                      field.is_wrong ? c_.trouble_text : c_.ink, field.value);
  }

  void touch(const std::string& id, Rect r, Lit own) {
    if (own.octets == 0) return;
    if (d_.canvas.clicked("field:" + id, r)) d_.intents.add("light", light_of(own));
    if (d_.canvas.hovers(r) && !d_.canvas.is_touch()) {
      lit_ = own;
      d_.canvas.fill(r, c_.sunken, 5);
    }
  }

  const Drawing& d_;
  const Palette& c_;
  Rect view_;
  float y_, name_ = 0;
  Lit pointed_, lit_;
};

}  // namespace

void draw_bytes(const Drawing& d, Rect r) {
  const BytesModel& bytes = d.screen.bytes;
  if (bytes.packet.is_none()) {
    draw_nothing(d, r, k_icon_code,
                 d.words.tr("No packet belongs to this step: it happens inside a host."));
    return;
  }
  if (bytes.packet_count > 1) draw_packets(d, r.take_top(k_touch));
  const float cell = 20, grid_width = k_columns * (cell + 9) + 20;
  const bool is_stacked = r.w < grid_width + 200;
  Rect fields = r;
  Rect grid = is_stacked ? fields.take_bottom(std::max(90.0f, r.h * 0.4f))
                         : fields.take_right(grid_width + 8);
  grid = grid.inset(4, 6);
  const std::uint64_t key = d.screen.run_number << 32 | bytes.packet.value;
  d.canvas.scroll_to_top("bytes-fields", key);
  // What was tapped is brought into view on the other side.
  const auto row_of = [](std::size_t octet) {
    return static_cast<float>(octet / k_columns) * k_hex_row;
  };
  Lit lit{d.screen.views.lit_begin, d.screen.views.lit_octets};
  if (lit.octets > 0) {
    d.canvas.scroll_to("bytes-grid", row_of(lit.begin), row_of(lit.begin) + k_hex_row,
                       key << 12 | (lit.begin + 1));
  } else {
    d.canvas.scroll_to_top("bytes-grid", key << 12);
  }
  const float grid_shift = d.canvas.begin_scroll("bytes-grid", grid);
  const Lit pointed = pointed_octet(d, bytes, grid, grid_shift, cell);
  if (pointed.octets > 0 && d.canvas.clicked("octet", grid)) tap_octet(d, pointed.begin);
  if (pointed.octets > 0 && lit.octets == 0) lit = pointed;
  d.canvas.end_scroll(
      static_cast<float>((bytes.octets.size() + k_columns - 1) / k_columns) * k_hex_row + 4);

  // The fields first, since the one under the pointer lights up octets.
  const float shift = d.canvas.begin_scroll("bytes-fields", fields);
  FieldList list(d, fields, fields.y - shift + 4, pointed, lit);
  lit = list.draw();
  d.canvas.end_scroll(list.y() + shift - fields.y);

  d.canvas.clip(grid);
  draw_grid(d, bytes, grid, lit, cell, grid_shift);
  d.canvas.unclip();
}

}  // namespace mailscope::ui
