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

}  // namespace

void draw_bytes(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const BytesModel& bytes = d.screen.bytes;
  if (bytes.packet.is_none()) {
    const std::string sentence =
        d.words.tr("No packet belongs to this step: it happens inside a host.");
    const float wide = std::min(r.w - 24, 380.0f);
    d.canvas.icon({r.center().x, r.y + r.h / 3}, 24, c.faint, k_icon_code);
    d.canvas.paragraph({r.x + (r.w - wide) / 2, r.y + r.h / 3 + 24}, wide, Face::regular, 15,
                       c.muted, sentence);
    return;
  }
  const float cell = 23, grid_width = k_columns * (cell + 9) + 12;
  const bool is_stacked = r.w < grid_width + 200;
  Rect fields = r;
  Rect grid = is_stacked ? fields.take_bottom(std::max(90.0f, r.h * 0.4f))
                         : fields.take_right(grid_width + 8);
  grid = grid.inset(4, 6);
  const std::uint64_t key = d.screen.run_number << 32 | bytes.packet.value;
  d.canvas.scroll_to_top("bytes-grid", key);
  d.canvas.scroll_to_top("bytes-fields", key);

  const float grid_shift = d.canvas.begin_scroll("bytes-grid", grid);
  const Lit pointed = pointed_octet(d, bytes, grid, grid_shift, cell);
  Lit lit = pointed;
  // The fields first, since the one under the pointer lights up octets.
  d.canvas.end_scroll(
      static_cast<float>((bytes.octets.size() + k_columns - 1) / k_columns) * k_hex_row + 4);

  const float shift = d.canvas.begin_scroll("bytes-fields", fields);
  float y = fields.y - shift + 4;
  for (const ByteLayer& layer : bytes.layers) {
    const Rect title{fields.x, y, fields.w - 8, 26};
    if (d.canvas.hovers(title)) lit = {layer.begin, layer.octets};
    d.canvas.fill({title.x + 2, title.y + 6, 4, 14}, colour_of_layer(c, layer), 2);
    d.canvas.text_in({title.x + 14, title.y, title.w - 90, 26}, Face::strong, k_small, c.ink,
                     layer.title);
    d.canvas.text_in({title.right() - 110, title.y, 104, 26}, Face::regular, 13, c.muted,
                     d.words.trn("{n} octet", "{n} octets", layer.octets), Align::right);
    y += 26;
    for (const ByteField& field : layer.fields) {
      const Rect row{fields.x, y, fields.w - 8, 22};
      const bool is_pointed = pointed.octets > 0 && pointed.begin >= field.begin &&
                              pointed.begin < field.begin + field.octets;
      if (d.canvas.hovers(row)) {
        lit = {field.begin, field.octets};
        d.canvas.fill(row, c.sunken, 5);
      } else if (is_pointed) {
        d.canvas.fill(row, c.glow, 5);
      }
      const float indent = 14 + 12 * static_cast<float>(field.depth),
                  name = std::min(150.0f, fields.w * 0.42f);
      d.canvas.text_in({row.x + indent, row.y, name - indent + 10, 22}, Face::regular, 13, c.muted,
                       field.name);
      d.canvas.text_in({row.x + name + 14, row.y, row.w - name - 18, 22}, Face::mono, 13,
                       field.is_wrong ? c.trouble_text : c.ink, field.value);
      y += 22;
    }
    y += 6;
  }
  d.canvas.end_scroll(y + shift - fields.y);

  d.canvas.clip(grid);
  draw_grid(d, bytes, grid, lit, cell, grid_shift);
  d.canvas.unclip();
}

}  // namespace mailscope::ui
