// Follows each packet from its sending to the middle.
#include "sim/export/capture.h"

#include <algorithm>
#include <map>

namespace mailscope {
namespace {

struct Post {  // a host, or a box on the wire of one
  Duration delay{};
  HostId wire{};  // the host at whose wire it stands: itself, or whose box it is
  bool is_box = false;
};

struct Journey {
  CapturedPacket packet;
  HostId wire;           // of the sender
  bool is_done = false;  // arrived or dropped
  bool reaches_middle = true;
};

class Listener {
 public:
  explicit Listener(const Trace& trace) : trace_(trace) {}

  std::vector<CapturedPacket> all() {
    for (const Record& record : trace_) {
      std::visit([&](const auto& payload) { note(record, payload); }, record.payload);
    }
    const Time end = trace_.is_empty() ? Time{} : trace_.at(trace_.last()).time;
    std::vector<CapturedPacket> out;
    for (const auto& [number, journey] : journeys_) {
      // Still under way when the trace ends, perhaps in the hands of a box.
      const bool is_lost_sight_of =
          !journey.is_done && (journey.packet.time > end || has_box(journey.wire));
      if (journey.reaches_middle && !is_lost_sight_of) out.push_back(journey.packet);
    }
    std::stable_sort(out.begin(), out.end(), [](const CapturedPacket& a, const CapturedPacket& b) {
      return a.time != b.time ? a.time < b.time : a.carrier < b.carrier;
    });
    return out;
  }

 private:
  template <class Other>
  void note(const Record&, const Other&) {}

  void note(const Record& record, const HostAdded& added) {
    const bool is_box = !added.wire_of.is_none();
    posts_[record.place.host] = {added.delay, is_box ? added.wire_of : record.place.host, is_box};
  }

  void note(const Record& record, const PacketSent& sent) {
    const Post post = posts_[record.place.host];
    Journey journey;
    journey.packet = {record.time + post.delay, record.number, record.number, sent.packet.value};
    journey.wire = post.wire;
    // Towards the owner of the wire on which it already is: the middle never sees it.
    journey.reaches_middle = record.place.peer != post.wire;
    journeys_[record.number] = journey;
  }

  void note(const Record& record, const PacketChanged& changed) {
    const auto found = journeys_.find(changed.sent);
    const Post post = posts_[record.place.host];
    if (found == journeys_.end() || found->second.wire != post.wire) return;
    if (!found->second.reaches_middle) return;
    found->second.packet.time = record.time + post.delay;
    found->second.packet.carrier = record.number;
    found->second.packet.octets = changed.packet.value;
  }

  void note(const Record& record, const PacketDropped& dropped) {
    const auto found = journeys_.find(dropped.sent);
    if (found == journeys_.end()) return;
    Journey& journey = found->second;
    journey.is_done = true;
    const bool by_box =
        posts_[record.place.host].is_box && posts_[record.place.host].wire == journey.wire;
    const bool by_cut = dropped.reason == DropReason::cut && record.place.peer == journey.wire;
    const bool by_middle = dropped.reason == DropReason::corrupt && record.place.host.is_none();
    if (by_box || by_cut || by_middle) journey.reaches_middle = false;
  }

  void note(const Record&, const PacketArrived& arrived) {
    const auto found = journeys_.find(arrived.sent);
    if (found != journeys_.end()) found->second.is_done = true;
  }

  bool has_box(HostId wire) const {
    return std::any_of(posts_.begin(), posts_.end(), [&](const auto& entry) {
      return entry.second.is_box && entry.second.wire == wire;
    });
  }

  const Trace& trace_;
  std::map<HostId, Post> posts_;
  std::map<RecordNumber, Journey> journeys_;
};

}  // namespace

std::vector<CapturedPacket> packets_in_the_middle(const Trace& trace) {
  return Listener(trace).all();
}

}  // namespace mailscope
