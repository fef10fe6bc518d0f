// Result<T> is what a function returns when the outside world can stop it: a file is missing, a key
// is wrong, a server says no. Mistakes in the user's own source are not Errors; report those to a
// diag::Sink and carry on.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace mpaas {

struct Error {
  enum class Kind {
    not_found,     // a file, key or remote object is not there
    permission,    // the system or a server refuses this user
    io,            // reading or writing failed
    cannot_write,  // an output cannot be made
    invalid,       // data that is no package, key, JSON …
    usage,         // the command was called wrongly
    crypto,        // a signature, key or cipher does not fit
    network,       // no connection, or it broke
    protocol,      // a server answered something that makes no sense
    rejected,      // a server understood and said no
    try_later,     // busy, throttled
    cancelled,     // the user stopped it
    configuration,
    bug
  };
  Kind kind;
  std::string message;
  int code = 0;      // number in compiler/diag/codes.def, 0 when none fits
  std::string hint = {};  // what to do about it, may be empty

  // "open app.json: no such file" reads outermost action first.
  Error within(const std::string& action) && {
    message = action + ": " + message;
    return std::move(*this);
  }
};

template <class T = std::monostate>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return *std::get_if<0>(&state_); }
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  Error& error() & { return *std::get_if<1>(&state_); }
  const Error& error() const& { return *std::get_if<1>(&state_); }
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

using Status = Result<>;
inline Status ok() { return std::monostate{}; }

#define MPAAS_CONCAT_(a, b) a##b
#define MPAAS_CONCAT(a, b) MPAAS_CONCAT_(a, b)
#define MPAAS_TRY(expression)                            \
  do {                                                   \
    if (auto try_result_ = (expression); !try_result_) { \
      return std::move(try_result_).error();             \
    }                                                    \
  } while (false)
#define MPAAS_TRY_ASSIGN_(temporary, variable, expression) \
  auto temporary = (expression);                           \
  if (!temporary) {                                        \
    return std::move(temporary).error();                   \
  }                                                        \
  variable = *std::move(temporary)
#define MPAAS_TRY_ASSIGN(variable, expression) \
  MPAAS_TRY_ASSIGN_(MPAAS_CONCAT(try_result_, __COUNTER__), variable, expression)

}  // namespace mpaas
