// The few controls that every panel uses, in one look: buttons, chips, segments, switches, cards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/panels/canvas.h"

namespace mailscope::ui {

// A region: raised paper with a hairline.
void card(Canvas& canvas, Rect r);
// The small quiet heading of a region.
void heading(Canvas& canvas, Rect r, std::string_view text);

// A square button with an icon; `is_on` shows it as chosen.
bool icon_button(Canvas& canvas, std::string_view id, Rect r, const char* glyph, float size = 18,
                 bool is_on = false, bool is_enabled = true);
bool text_button(Canvas& canvas, std::string_view id, Rect r, std::string_view text,
                 bool is_primary = false);
float text_button_width(const Canvas& canvas, std::string_view text);

struct Segment {
  std::string text;
  bool is_chosen = false;
};
// One of several; returns the index clicked or -1. Wraps to as many rows as the width needs.
int segments(Canvas& canvas, std::string_view id, Point at, float width,
             const std::vector<Segment>& choices);
float segments_height(const Canvas& canvas, float width, const std::vector<Segment>& choices);

// One of several, each on as many lines as its text needs; returns the index clicked or -1.
int choice_rows(Canvas& canvas, std::string_view id, Point at, float width,
                const std::vector<Segment>& choices);
float choice_rows_height(Canvas& canvas, float width, const std::vector<Segment>& choices);

// A labelled switch; returns true when it was flipped.
bool toggle(Canvas& canvas, std::string_view id, Rect r, std::string_view text, bool is_on);

// A small label with a coloured mark in front. Returns its width.
float chip(Canvas& canvas, Point at, std::uint32_t mark, std::string_view text,
           const char* glyph = nullptr);

// Tabs in a row; returns the index clicked or -1.
int tabs(Canvas& canvas, std::string_view id, Rect r, const std::vector<std::string>& titles,
         int chosen);

// The sign of a protocol's marks: its own shape besides its colour.
void protocol_mark(Canvas& canvas, Point center, Protocol protocol, float radius,
                   std::uint32_t colour);

}  // namespace mailscope::ui
