// Where every host stands on the map: tiles sized by how many share a column, doors above them, words below.
//
// Pure geometry of one frame: no drawing, no decisions about what is shown.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "ui/model/map_model.h"
#include "ui/panels/canvas.h"
#include "ui/panels/rect.h"

namespace mailscope::ui {

inline constexpr float k_port_gap = 4;

bool is_name_server(const MapHost& host);
// How much of the one lies in the other.
float overlap(Rect a, Rect b);

struct HostWords {  // where they stand; without width: they do not
  Rect name, caption;
};

class MapPlaces {
 public:
  // `canvas` measures words.
  MapPlaces(const MapModel& map, Rect area, bool is_narrow, const Canvas& canvas);

  const MapModel& map() const { return map_; }

  Rect area() const { return area_; }
  float tile() const { return tile_; }  // side of a mail host's tile
  float tile_of(const MapHost& host) const;
  bool has_captions() const { return has_captions_; }
  Point center(HostId id) const { return centers_[id.value - 1]; }
  Rect tile_rect(const MapHost& host) const;

  const HostWords& words_of(const MapHost& host) const { return words_[host.id.value - 1]; }
  // Above its tile.
  Rect ports_rect(const MapHost& host) const;
  float port_width(const MapPort& port) const;

 private:
  void size_tiles(bool is_narrow);
  void place(bool is_narrow);
  // A name may be as wide as its neighbours in the same row leave room.
  float label_width(HostId id) const;
  float side_width(const MapHost& host) const;
  HostWords place_words(const MapHost& host) const;

  const MapModel& map_;
  const Canvas& canvas_;
  Rect area_;
  float tile_ = 64;
  bool has_captions_ = true, is_zigzag_ = false;
  std::set<int> columns_;               // of mail hosts
  std::map<int, std::size_t> members_;  // of each column
  std::map<int, bool> has_ports_on_top_;
  std::vector<Point> centers_;    // by host
  std::vector<HostWords> words_;  // by host
};

}  // namespace mailscope::ui
