// The due queue: work that waits for its time, ordered by (time, number), cancellable.
//
// Knows no clock and not what the work is. Numbers are given out in the order of adding, so what is
// due at the same time runs in the order in which it was asked for; work added with add_late runs
// after everything else of its time, even what is added to that time meanwhile.
//
//   DueQueue<Work> queue;
//   const auto handle = queue.add(Time{} + milliseconds(40), Work{...});
//   queue.cancel(handle);
//   while (auto due = queue.take(until)) run(due->time, due->work);
//
// A heap of four children a node holds small keys; the work itself lies still in slots. Cancelled
// keys stay in the heap until they surface or outnumber the live ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/base/time.h"

namespace mailscope::net {

template <class Work>
class DueQueue {
 public:
  using Handle = std::uint64_t;  // 0 = none
  struct Due {
    Time time;
    Work work;
  };

  Handle add(Time time, Work work) { return put(time, ++last_number_, std::move(work)); }
  Handle add_late(Time time, Work work) {
    return put(time, ++last_number_ | k_late, std::move(work));
  }

  // False when it has run or was cancelled before.
  bool cancel(Handle handle) {
    const std::size_t slot = static_cast<std::size_t>(handle >> 32);
    if (slot >= slots_.size() || slots_[slot].number == 0) return false;
    if (static_cast<std::uint32_t>(slots_[slot].number) != static_cast<std::uint32_t>(handle)) {
      return false;
    }
    free_slot(static_cast<std::uint32_t>(slot));
    ++dead_count_;
    if (dead_count_ > heap_.size() / 2 + 64) rebuild();
    drop_dead_top();
    return true;
  }

  // When the next work is due; none: nothing waits.
  std::optional<Time> next_time() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.front().time;
  }

  // The next work, if it is due at `until` or before.
  std::optional<Due> take(Time until) {
    if (heap_.empty() || heap_.front().time > until) return std::nullopt;
    const Key top = heap_.front();
    std::optional<Due> due(std::in_place, Due{top.time, std::move(slots_[top.slot].work)});
    free_slot(top.slot);
    pop_top();
    drop_dead_top();
    return due;
  }

  std::size_t size() const { return heap_.size() - dead_count_; }
  bool is_empty() const { return heap_.empty(); }

 private:
  static constexpr std::uint64_t k_late = std::uint64_t{1} << 63;
  static constexpr std::size_t k_arity = 4;

  struct Key {
    Time time;
    std::uint64_t number;
    std::uint32_t slot;

    friend bool operator<(const Key& a, const Key& b) {
      return a.time.us != b.time.us ? a.time.us < b.time.us : a.number < b.number;
    }
  };
  struct Slot {
    Work work{};
    std::uint64_t number = 0;  // 0 = free
  };

  Handle put(Time time, std::uint64_t number, Work work) {
    std::uint32_t slot = 0;
    if (free_slots_.empty()) {
      slot = static_cast<std::uint32_t>(slots_.size());
      slots_.push_back({std::move(work), number});
    } else {
      slot = free_slots_.back();
      free_slots_.pop_back();
      slots_[slot].work = std::move(work);
      slots_[slot].number = number;
    }
    heap_.push_back({time, number, slot});
    sift_up(heap_.size() - 1);
    return (static_cast<std::uint64_t>(slot) << 32) | static_cast<std::uint32_t>(number);
  }

  void free_slot(std::uint32_t slot) {
    slots_[slot].number = 0;
    free_slots_.push_back(slot);
  }

  bool is_dead(const Key& key) const { return slots_[key.slot].number != key.number; }

  // Keeps the top alive, so that next_time() needs no search.
  void drop_dead_top() {
    while (dead_count_ > 0 && !heap_.empty() && is_dead(heap_.front())) {
      pop_top();
      --dead_count_;
    }
  }

  void rebuild() {
    std::size_t kept = 0;
    for (const Key& key : heap_) {
      if (!is_dead(key)) heap_[kept++] = key;
    }
    heap_.resize(kept);
    dead_count_ = 0;
    for (std::size_t i = kept / k_arity + 1; i-- > 0;) {
      if (i < kept) sift_down(i, heap_[i]);
    }
  }

  void pop_top() {
    const Key last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(0, last);
  }

  void sift_up(std::size_t at) {
    const Key key = heap_[at];
    while (at > 0) {
      const std::size_t parent = (at - 1) / k_arity;
      if (!(key < heap_[parent])) break;
      heap_[at] = heap_[parent];
      at = parent;
    }
    heap_[at] = key;
  }

  // Puts `key` where it belongs at or below `at`.
  void sift_down(std::size_t at, const Key key) {
    const std::size_t count = heap_.size();
    for (;;) {
      const std::size_t first = at * k_arity + 1;
      if (first >= count) break;
      const std::size_t end = first + k_arity < count ? first + k_arity : count;
      std::size_t least = first;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (heap_[child] < heap_[least]) least = child;
      }
      if (!(heap_[least] < key)) break;
      heap_[at] = heap_[least];
      at = least;
    }
    heap_[at] = key;
  }

  std::vector<Key> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::size_t dead_count_ = 0;
  std::uint64_t last_number_ = 0;
};

}  // namespace mailscope::net
