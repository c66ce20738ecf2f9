// Result<T, E>: a value or the reason why there is none. Nothing throws across rooms.
//
//   Result<Command, BadCommand> parse_command(std::string_view line);
//   const auto command = parse_command(line);
//   if (!command) return refuse(command.error());
//   run(*command);
#pragma once

#include <utility>
#include <variant>

#include "sim/base/check.h"

namespace mailscope {

// Wraps an error so that T and E may be the same type: `return Error{"no such host"};`
template <class E>
struct Error {
  E value;
};
template <class E>
Error(E) -> Error<E>;
Error(const char*)->Error<const char*>;

template <class T, class E>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): `return value;` is the point of the type.
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  template <class F>
  Result(Error<F> error) : content_(std::in_place_index<1>, E{std::move(error.value)}) {}

  explicit operator bool() const { return content_.index() == 0; }
  bool has_value() const { return content_.index() == 0; }

  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const T& value() const {
    MUST(content_.index() == 0);
    return *std::get_if<0>(&content_);
  }
  T& value() {
    MUST(content_.index() == 0);
    return *std::get_if<0>(&content_);
  }
  const E& error() const {
    MUST(content_.index() == 1);
    return *std::get_if<1>(&content_);
  }

  friend bool operator==(const Result&, const Result&) = default;

 private:
  std::variant<T, E> content_;
};

}  // namespace mailscope
