// Errors as values: every door returns Result<T>. Exceptions are for bugs and exhausted resources only.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace writ::base {

/// Why something did not happen. Each code maps to one HTTP status and one exit code.
enum class Errc : std::uint8_t {
  invalid,      // the input breaks a rule: 422
  not_found,    // 404
  conflict,     // the state moved on, or the thing exists already: 409
  denied,       // this person may not do that: 403
  unavailable,  // a source or file could not be read: 503
  corrupt,      // our own stored data does not agree with itself: 500
};

/// What was wrong, where, and the rule that says so. `field` is a path ("selectors[2].value"), `value` what was given
/// (cut to 80 bytes by message()), `rule` a sentence.
struct [[nodiscard]] Error {
  Errc code = Errc::invalid;
  std::string field;
  std::string value;
  std::string rule;

  /// One line: `field: "value": rule`.
  std::string message() const;
};

template <class T = void>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Errc code, std::string field, std::string value, std::string rule) {
  return std::unexpected(Error{code, std::move(field), std::move(value), std::move(rule)});
}
inline std::unexpected<Error> invalid(std::string field, std::string value, std::string rule) {
  return fail(Errc::invalid, std::move(field), std::move(value), std::move(rule));
}

[[noreturn]] void check_failed(const char* what, const char* file, int line);

}  // namespace writ::base

#define WRIT_JOIN_(a, b) a##b
#define WRIT_JOIN(a, b) WRIT_JOIN_(a, b)

/// TRY(auto x, f()): declares x from f()'s value, or returns f()'s error from this function.
#define TRY(declaration, expression) TRY_NAMED_(WRIT_JOIN(try_result_, __LINE__), declaration, expression)
#define TRY_NAMED_(name, declaration, expression)              \
  auto name = (expression);                                    \
  if (!name) return std::unexpected(std::move(name).error()); \
  declaration = std::move(*name)

/// TRY_VOID(f()): returns f()'s error from this function.
#define TRY_VOID(expression)                                                                       \
  do {                                                                                             \
    if (auto try_void_ = (expression); !try_void_) return std::unexpected(std::move(try_void_).error()); \
  } while (false)

/// Always on; for bugs, never for input.
#define CHECK_INVARIANT(condition) \
  ((condition) ? static_cast<void>(0) : ::writ::base::check_failed(#condition, __FILE__, __LINE__))
