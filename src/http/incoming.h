// A request as Beast's parser has it, checked and turned into our own value. Only server.cc includes this.
#pragma once

#include <algorithm>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <string>

#include "http/problem.h"
#include "http/server.h"
#include "http/target.h"

namespace writ::http {

namespace beast = boost::beast;
using Parser = beast::http::request_parser<beast::http::string_body>;

/// Why a connection is not read further. Status 0: the peer has gone or was too slow to be told.
struct Fault {
  unsigned status = 0;
  std::string detail = {};
  std::optional<BrokenRule> broken = {};
};

inline std::string to_string(boost::string_view text) { return {text.data(), text.size()}; }

/// `length` is the body's, as announced, or "".
inline Fault fault_of(beast::error_code error, const ServerLimits& limits, const std::string& length = {}) {
  using beast::http::error;
  if (error == error::header_limit) {
    const std::string most = std::to_string(limits.header_bytes_max) + " bytes";
    return {431, "Request line and fields may take " + most + ".",
            BrokenRule{"head", "more than " + most, "request line and fields are at most " + most}};
  }
  if (error == error::body_limit) {
    const std::string most = std::to_string(limits.body_bytes_max) + " bytes";
    return {413, "A body may take " + most + ".",
            BrokenRule{"body", length.empty() ? "more than " + most : length + " bytes", "a body is at most " + most}};
  }
  if (error == error::bad_version) return {505, "This server speaks HTTP/1.1 and HTTP/1.0."};
  return {400, "The bytes are not an HTTP/1.1 message: " + error.message() + "."};
}

/// What Beast lets pass and RFC 9112 sections 3.2, 6.1 and 6.3 forbid: anything that a proxy in front could read
/// otherwise.
inline std::optional<Fault> check_fields(const Parser::value_type& message) {
  using beast::http::field;
  const auto count = [&](field name) {
    const auto [first, last] = message.equal_range(name);
    return std::distance(first, last);
  };
  const auto encodings = count(field::transfer_encoding);
  if (encodings > 0) {
    if (encodings > 1 || !beast::iequals(message[field::transfer_encoding], "chunked")) {
      return Fault{501, "The only transfer coding is chunked."};
    }
    if (message.version() < 11) return Fault{400, "HTTP/1.0 has no transfer coding."};
    if (count(field::content_length) > 0) return Fault{400, "Content-Length and Transfer-Encoding exclude each other."};
  }
  // Beast takes a list of equal numbers ("1, 1"), which others read as one number, as none or as a fault.
  const auto length = message[field::content_length];
  if (!std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return Fault{400, "Content-Length is one number."};
  }
  const auto hosts = count(field::host);
  if (hosts > 1 || (hosts == 0 && message.version() == 11)) return Fault{400, "A request has one Host field."};
  for (const field single : {field::content_length, field::content_type, field::authorization, field::expect,
                             field::range, field::if_range}) {
    if (count(single) > 1) return Fault{400, to_string(beast::http::to_string(single)) + " is given once."};
  }
  if (count(field::expect) > 0 && !beast::iequals(message[field::expect], "100-continue")) {
    return Fault{417, "The only expectation is 100-continue."};
  }
  return std::nullopt;
}

inline Request to_request(Parser& parser, Target target) {
  auto message = parser.release();
  Request request;
  request.method = to_string(message.method_string());
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  for (const auto& one : message) {
    std::string name = to_string(one.name_string());
    for (char& c : name) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    auto [at, fresh] = request.headers.emplace(std::move(name), to_string(one.value()));
    if (!fresh) at->second += ", " + to_string(one.value());
  }
  request.body = std::move(message.body());
  return request;
}

}  // namespace writ::http
