// Where everything on the map stands: tiles sized by how many share a column, bubbles where they cover least.
//
// Pure geometry of one frame: no drawing, no decisions about what is shown.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "ui/model/map_model.h"
#include "ui/panels/rect.h"

namespace mailscope::ui {

bool is_name_server(const MapHost& host);
Point mix(Point a, Point b, float t);

class MapPlaces {
 public:
  MapPlaces(const MapModel& map, Rect area, bool is_narrow);

  Rect area() const { return area_; }
  float tile() const { return tile_; }  // side of a mail host's tile
  float tile_of(const MapHost& host) const;
  bool has_captions() const { return has_captions_; }
  Point center(HostId id) const { return centers_[id.value - 1]; }
  Rect tile_rect(const MapHost& host) const;

  // From the edge of one tile to the edge of the other.
  std::pair<Point, Point> ends(HostId a, HostId b) const;
  // A name may be as wide as its neighbours in the same row leave room.
  float label_width(HostId id) const;
  // Above or below the point, wherever it covers least; of equals the nearest. `taken` is another bubble.
  Rect bubble(Point at, float wide, float height, Rect taken = {}) const;

 private:
  void size_tiles(bool is_narrow);
  void place(bool is_narrow);
  float covered(Rect bubble) const;
  float leaving(HostId id, Point to) const;

  const MapModel& map_;
  Rect area_;
  float tile_ = 64;
  bool has_captions_ = true, is_zigzag_ = false;
  std::set<int> columns_;               // of mail hosts
  std::map<int, std::size_t> members_;  // of each column
  std::map<int, bool> has_ports_on_top_;
  std::vector<Point> centers_;  // by host
};

}  // namespace mailscope::ui
