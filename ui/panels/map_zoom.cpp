// The map made larger: by keys, and by buttons for those who have neither two fingers nor a wheel.
#include "ui/panels/map_zoom.h"

#include "build/fonts/icons.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

float zoom_factor(std::string_view way) { return way == "in" ? 1.4f : way == "out" ? 1 / 1.4f : 0; }

void zoom_button(const Drawing& d, Rect r, int which) {
  const std::string_view titles[] = {mark("Make the map smaller again"), mark("Enlarge the map"),
                                     mark("The whole map")};
  const std::string_view ways[] = {"out", "in", "fit"}, signs[] = {"−", "+", ""};
  const auto at = static_cast<std::size_t>(which);
  const bool is_useful = ways[at] == "in" || d.canvas.zoom("map") > 1;
  const std::string id = "map-zoom:" + std::string(ways[at]);
  if (icon_button(d.canvas, id, r, signs[at].empty() ? k_icon_compress : "", 16,
                  is_useful && signs[at].empty(), is_useful))
    d.intents.add("map-zoom", ways[at]);
  const Palette& c = d.canvas.colours();
  d.canvas.text_in(r, Face::strong, 20, is_useful ? c.ink : c.faint, signs[at], Align::center);
  d.canvas.hint(r, d.words.tr(titles[at]));
}

}  // namespace

void draw_map_zoom(const Drawing& d, Rect card, Rect map, const CornerOf& corner_of) {
  const auto& asked = d.screen.views.map_zoom;
  d.canvas.zoom_by("map", map, zoom_factor(asked.way), asked.asked);
  const bool is_enlarged = d.canvas.zoom("map") > 1;
  if (d.is_narrow) {
    if (is_enlarged) zoom_button(d, {card.right() - k_touch, card.y, k_touch, k_touch}, 2);
    return;
  }
  if (!is_enlarged && !d.canvas.hovers(card) && d.canvas.walked_region() != "map") return;
  Rect bar = corner_of(3 * k_touch, k_touch);
  d.canvas.fill(bar, faded(d.canvas.colours().raised, 85), 10);
  for (int i = 0; i < 3; ++i) zoom_button(d, bar.take_left(k_touch), i);
}

}  // namespace mailscope::ui
