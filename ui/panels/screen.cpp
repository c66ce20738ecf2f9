// Which region stands where: three columns' worth of regions on a desktop, one at a time on a phone.
#include "ui/panels/screen.h"

#include <algorithm>
#include <map>

#include "build/fonts/icons.h"
#include "ui/panels/side.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

// Logical pixels. Below either of the first two, regions become tabs.
constexpr float k_narrow = 820, k_low = 600;
constexpr float k_short = 640;  // a low window of this width lies on its side

constexpr Tab k_more_tabs[] = {Tab::host, Tab::state, Tab::message, Tab::secrets, Tab::terminal};

bool is_behind_more(Tab tab) {
  return std::find(std::begin(k_more_tabs), std::end(k_more_tabs), tab) != std::end(k_more_tabs);
}

void draw_more_tabs(const Drawing& d, Rect r) {
  std::vector<std::string> titles;
  int chosen = 0;
  for (const Tab tab : k_more_tabs) {
    if (tab == d.screen.views.phone_tab) chosen = static_cast<int>(titles.size());
    titles.push_back(tab_title(d.words, tab));
  }
  const int clicked = tabs(d.canvas, "more", r, titles, chosen);
  if (clicked >= 0) d.intents.add("tab", std::to_string(static_cast<int>(k_more_tabs[clicked])));
}

void draw_phone_tabs(const Drawing& d, Rect r) {
  struct PhoneTab {
    Tab tab;
    const char* glyph;
  };
  static constexpr PhoneTab k_tabs[] = {
      {Tab::watch, k_icon_map_o}, {Tab::ladder, k_icon_exchange}, {Tab::dialogue, k_icon_comments},
      {Tab::bytes, k_icon_code},  {Tab::host, k_icon_bars},
  };
  const Palette& c = d.canvas.colours();
  d.canvas.fill(r, c.raised);
  d.canvas.line({r.x, r.y}, {r.right(), r.y}, c.line);
  const float wide = r.w / static_cast<float>(std::size(k_tabs));
  for (std::size_t i = 0; i < std::size(k_tabs); ++i) {
    const Rect cell{r.x + wide * static_cast<float>(i), r.y, wide, r.h};
    const std::string id = "phone-tab:" + std::to_string(i);
    const bool is_more = i + 1 == std::size(k_tabs);
    const bool is_chosen = is_more ? is_behind_more(d.screen.views.phone_tab)
                                   : d.screen.views.phone_tab == k_tabs[i].tab;
    if (d.canvas.clicked(id, cell))
      d.intents.add("tab", std::to_string(static_cast<int>(k_tabs[i].tab)));
    d.canvas.icon({cell.center().x, cell.y + 19}, 19, is_chosen ? c.accent : c.muted,
                  k_tabs[i].glyph);
    d.canvas.text_in({cell.x + 1, cell.y + 32, cell.w - 2, 18},
                     is_chosen ? Face::strong : Face::regular, 11.5f, is_chosen ? c.ink : c.muted,
                     is_more ? d.words.tr("More") : tab_title(d.words, k_tabs[i].tab),
                     Align::center);
    if (is_chosen) d.canvas.fill({cell.x + cell.w / 2 - 14, cell.y, 28, 3}, c.accent, 1.5f);
  }
}

// Map and story: one below the other, or beside each other where the window lies on its side.
void draw_watch(const Drawing& d, Rect body) {
  if (d.is_short) {
    draw_map(d, in(d, "map", body.take_left(body.w * 0.52f)));
    body.take_left(8);
  } else if (d.screen.question.is_here) {
    // What is asked is to be seen with its answers: the map makes room, and on a small phone leaves.
    constexpr float k_map = 200, k_question = 330;
    if (body.h >= k_map + k_question) {
      draw_map(d, in(d, "map", body.take_top(k_map)));
      body.take_top(8);
    }
  } else {
    // Where many hosts stand in a column, the map needs more of the height.
    std::map<int, int> columns;
    int most = 0;
    for (const MapHost& host : d.screen.map.hosts) {
      if (!host.is_box) most = std::max(most, ++columns[host.spot.x]);
    }
    const float share = most > 2 ? 0.62f : 0.48f;
    draw_map(d, in(d, "map", body.take_top(std::clamp(body.h * share, 200.0f, 440.0f))));
    body.take_top(8);
  }
  draw_story(d, in(d, "story", body), true);
}

void draw_narrow(const Drawing& d, Rect r) {
  draw_top_bar(d, in(d, "top", r.take_top(52)));
  draw_timeline(d, in(d, "top", r.take_top(36).inset(12, 0)));
  draw_phone_tabs(d, in(d, "tabs", r.take_bottom(54)));
  if (!d.is_short) draw_transport(d, in(d, "transport", r.take_bottom(58)));
  if (has_goals_card(d.screen) && !d.is_short)
    draw_goal_strip(d, in(d, "goals", r.take_top(54).inset(8, 3)));
  Rect body = r.inset(8, 6);
  if (!d.screen.has_lesson) {
    draw_story(d, in(d, "story", body), false);
    return;
  }
  switch (d.screen.views.phone_tab) {
    case Tab::watch: draw_watch(d, body); return;
    case Tab::ladder: draw_ladder(d, in(d, "ladder", body)); return;
    case Tab::dialogue:
    case Tab::host:
    case Tab::bytes:
    case Tab::secrets:
    case Tab::state:
    case Tab::message:
    case Tab::terminal:
      d.canvas.region("detail", body);
      card(d.canvas, body);
      body = body.inset(12, 4);
      if (is_behind_more(d.screen.views.phone_tab)) {
        draw_more_tabs(d, body.take_top(k_touch));
      }
      draw_detail_content(d, body, d.screen.views.phone_tab);
      return;
  }
}

void draw_wide(const Drawing& d, Rect r) {
  draw_top_bar(d, in(d, "top", r.take_top(60)));
  draw_timeline(d, in(d, "top", r.take_top(40).inset(20, 0)));
  Rect body = r.inset(12, 0);
  body.take_top(4);
  body.take_bottom(12);
  if (!d.screen.has_lesson) {
    draw_story(d, in(d, "story", body), false);
    return;
  }
  const Rect side = body.take_right(std::clamp(body.w * 0.42f, 380.0f, 860.0f));
  body.take_right(12);
  const bool has_goals = has_goals_card(d.screen);
  draw_map(d, in(d, "map",
                 body.take_top(std::clamp(body.h * (has_goals ? 0.37f : 0.45f), 240.0f, 560.0f))));
  body.take_top(12);
  if (has_goals) {
    draw_goals(d, in(d, "goals", body.take_top(std::min(goals_height(d, body.w), body.h * 0.5f))));
    body.take_top(12);
  }
  draw_ladder(d, in(d, "ladder", body));
  draw_side(d, side);
}

// Lessons come from the left; the rest stands in the middle, as large as it needs.
Rect overlay_place(Overlay overlay, Rect whole, bool is_narrow) {
  const auto middle = [&](float most_w, float most_h) {
    const float margin = is_narrow ? 12.0f : 48.0f;
    const float w = std::min(whole.w - margin, most_w), h = std::min(whole.h - margin, most_h);
    return Rect{(whole.w - w) / 2, (whole.h - h) / 2, w, h};
  };
  switch (overlay) {
    case Overlay::lessons: return {0, 0, std::min(whole.w, 460.0f), whole.h};
    case Overlay::compare: return middle(1120, 1600);
    case Overlay::search: return middle(720, 720);
    case Overlay::term: return middle(440, 240);
    case Overlay::help:
    case Overlay::none: return middle(640, 640);
  }
  return whole;
}

void draw_overlay(const Drawing& d, Rect whole) {
  const Overlay overlay = d.screen.views.overlay;
  if (overlay == Overlay::none) return;
  d.canvas.set_reach(true);
  d.canvas.fill(whole, faded(d.canvas.colours().shade, 45));
  const Rect r = overlay_place(overlay, whole, d.is_narrow);
  d.canvas.region("overlay", r);
  const float radius = overlay == Overlay::lessons ? 0 : k_radius;
  d.canvas.shadow(r, radius);
  d.canvas.fill(r, d.canvas.colours().paper, radius);
  switch (overlay) {
    case Overlay::lessons: draw_lessons(d, r); break;
    case Overlay::search: draw_search(d, r); break;
    case Overlay::compare: draw_compare(d, r); break;
    case Overlay::help: draw_help(d, r); break;
    case Overlay::term: draw_term(d, r); break;
    case Overlay::none: break;
  }
  if (!r.holds(d.canvas.pointer()) && d.canvas.clicked("overlay-outside", whole))
    d.intents.add("close");
}

}  // namespace

Rect in(const Drawing& d, std::string_view region, Rect r) {
  d.canvas.region(region, r);
  return r;
}

std::string tab_title(const Words& words, Tab tab) {
  switch (tab) {
    case Tab::watch: return words.tr("Map");
    case Tab::ladder: return words.tr("Ladder");
    case Tab::dialogue: return words.tr("Dialogue");
    case Tab::host: return words.tr("Host");
    case Tab::bytes: return words.tr("Bytes");
    case Tab::secrets: return words.tr("Secrets");
    case Tab::state: return words.tr("State");
    case Tab::message: return words.tr("Message");
    case Tab::terminal: return words.tr("Terminal");
  }
  return {};
}

void draw_screen(Canvas& canvas, const ScreenModel& screen, const Words& words, Point size,
                 Intents& intents) {
  const Rect whole{0, 0, size.x, size.y};
  canvas.fill(whole, canvas.colours().paper);
  canvas.set_reach(screen.views.overlay == Overlay::none);
  const bool is_narrow = size.x < k_narrow || size.y < k_low;
  const bool is_short = size.y < k_low && size.x >= k_short;
  const Drawing drawing{canvas, screen, words, intents, is_narrow, is_short};
  const ViewState::Walk& walk = screen.views.walk;
  if (!walk.is_on) canvas.stop_walking();
  canvas.walk(walk.moves, walk.count);
  const bool pans = canvas.walked_region() == "map" && canvas.zoom("map") > 1;
  if (pans != walk.pans) intents.add("walk-pans", pans ? "yes" : "no");
  if (drawing.is_narrow) {
    draw_narrow(drawing, whole);
  } else {
    draw_wide(drawing, whole);
  }
  const std::string term = canvas.take_clicked_term();
  if (!term.empty()) intents.add("term", term);
  draw_overlay(drawing, whole);
  draw_hint(drawing, whole);
}

}  // namespace mailscope::ui
