// The octets of the packet that carries a step, taken apart layer by layer, every field with its place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct ByteField {
  int depth = 0;
  std::string name, value;
  std::size_t begin = 0, octets = 0;
  bool is_wrong = false;
  friend bool operator==(const ByteField&, const ByteField&) = default;
};

struct ByteLayer {
  std::string title;  // "IP", "TCP", "TLS", "SMTP"
  Protocol protocol = Protocol::none;
  std::size_t begin = 0, octets = 0;
  bool is_inside = false;  // what the sealed octets say to those who have the keys: no places
  std::vector<ByteField> fields;
  friend bool operator==(const ByteLayer&, const ByteLayer&) = default;
};

struct BytesModel {
  RecordNumber packet{};  // none: no packet carries this step
  std::string octets;
  std::vector<ByteLayer> layers;
  std::size_t packet_index = 0;  // from 0, of those that carry the step
  std::size_t packet_count = 0;
};

// `packet_index`: which of the packets that carry the step; the last when there are fewer.
BytesModel bytes_at(const Look& look, std::size_t packet_index = 0);
std::string to_text(const BytesModel& bytes);

// The layer that an octet belongs to; the count of layers when none.
std::size_t layer_of(const BytesModel& bytes, std::size_t octet);

}  // namespace mailscope::ui
