// Remembers results of pure functions, up to a bound: the oldest half goes when it is full.
//
// Process-wide use is sound only because what is remembered equals what would be computed: a memo
// can change how long something takes, never an octet of it.
#pragma once

#include <cstddef>
#include <map>
#include <utility>

namespace mailscope::crypto {

template <class Key, class Value>
class BoundedMemo {
 public:
  explicit BoundedMemo(std::size_t count_max) : young_max_(count_max / 2) {}

  // The remembered value or nullptr; valid until the next call.
  const Value* find(const Key& key) {
    const auto young = young_.find(key);
    if (young != young_.end()) return &young->second;
    const auto old = old_.find(key);
    if (old == old_.end()) return nullptr;
    return &keep(key, std::move(old->second));
  }

  const Value& keep(const Key& key, Value value) {
    if (young_.size() >= young_max_) {
      old_ = std::move(young_);
      young_.clear();
    }
    return young_.insert_or_assign(key, std::move(value)).first->second;
  }

  void clear() {
    young_.clear();
    old_.clear();
  }

 private:
  std::size_t young_max_;
  std::map<Key, Value> young_;
  std::map<Key, Value> old_;
};

}  // namespace mailscope::crypto
