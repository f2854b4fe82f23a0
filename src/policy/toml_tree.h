// TOML as a plain tree, in the order of the file and with line numbers, so that every error can say where. The only
// translation unit that sees toml++ is toml_tree.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/codes.h"

namespace writ::policy {

struct Node {
  enum class Kind : std::uint8_t { table, array, text, integer, boolean, day, other };
  Kind kind = Kind::other;
  unsigned line = 0;
  std::string text;  // as text; for the other scalars what the file says, for errors
  std::int64_t integer = 0;
  bool boolean = false;
  base::Day day;
  std::string key;            // of a member of a table
  std::vector<Node> items;    // array
  std::vector<Node> members;  // table, in the order of the file

  const Node* find(std::string_view name) const;
};
std::string_view name_of(Node::Kind kind);

/// The root table. invalid names the file, the line and what the parser expected. At most toml_bytes_max bytes.
base::Result<Node> parse_toml(std::string_view text, std::string_view file);

/// A policy is written by hand; the largest that we know is 6 kB.
inline constexpr std::size_t toml_bytes_max = 256 * 1024;

/// Reads the members of one table and names what is wrong: file, line, path.
class Reader {
 public:
  Reader(std::string_view file, const Node& node, std::string path)
      : file_(file), node_(&node), path_(std::move(path)) {}

  const Node& node() const { return *node_; }
  std::string_view file() const { return file_; }
  /// The member, remembered as known; nullptr if absent.
  const Node* optional(std::string_view name);
  base::Result<const Node*> required(std::string_view name, Node::Kind kind);
  base::Result<std::string> text(std::string_view name);
  /// "" if absent.
  base::Result<std::string> optional_text(std::string_view name);
  base::Result<std::string> code(std::string_view name);
  /// Texts of an array, or of one text; empty if absent.
  base::Result<std::vector<std::string>> texts(std::string_view name);
  /// invalid for a member that nobody asked for.
  base::Result<> no_others() const;

  std::string path_of(std::string_view name) const;
  /// An error about a node inside this table.
  std::unexpected<base::Error> fault(const Node& at, std::string_view name, std::string value, std::string rule) const;

 private:
  std::string_view file_;
  const Node* node_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
};

/// What a scalar says, or "array", "table".
std::string shown(const Node& node);

}  // namespace writ::policy
