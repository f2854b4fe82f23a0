#include <algorithm>
#include <utility>

#include "provider/sql_client.h"

namespace writ::provider::sql {

namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

/// Walks over a statement once, copying it.
class Binder {
 public:
  Binder(Engine engine, std::string_view text) : engine_(engine), text_(text) {}

  base::Result<Bound> run() {
    while (at_ < text_.size()) TRY_VOID(step());
    if (bound_.statement.find_first_not_of(" \t\r\n") == std::string::npos) return wrong("must not be empty");
    return std::move(bound_);
  }

 private:
  std::unexpected<base::Error> wrong(std::string rule) const {
    return base::invalid("statement", std::string(text_.substr(0, at_)), std::move(rule));
  }
  char now() const { return text_[at_]; }
  bool ahead(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  void copy(std::size_t count) {
    bound_.statement += text_.substr(at_, count);
    at_ += count;
  }

  base::Result<> step() {
    const char c = now();
    if (ended_ && c != ' ' && c != '\t' && c != '\r' && c != '\n') return wrong("must be one statement");
    if (c == '\'') return quoted('\'', engine_ == Engine::mariadb || escaped_literal());
    if (c == '"') return quoted('"', engine_ == Engine::mariadb);
    if (c == '`') return quoted('`', false);
    if (c == '[' && engine_ == Engine::sqlite) return up_to("]");
    if (ahead("--") || (c == '#' && engine_ == Engine::mariadb)) return line_comment();
    if (ahead("/*")) return comment();
    if (c == '$' && engine_ == Engine::postgresql) return dollar();
    if (c == ':') return colon();
    if (c == ';') {
      ended_ = true;
      ++at_;
      return {};
    }
    if ((c == '?' || c == '@' || c == '$') && engine_ != Engine::postgresql)
      return wrong("must name its values as :name, without ?, @ or $");
    copy(1);
    return {};
  }

  /// E'...' of PostgreSQL knows backslashes.
  bool escaped_literal() const {
    if (engine_ != Engine::postgresql || at_ == 0 || (text_[at_ - 1] != 'E' && text_[at_ - 1] != 'e')) return false;
    return at_ == 1 || !is_name(text_[at_ - 2]);
  }

  base::Result<> quoted(char mark, bool backslashes) {
    copy(1);
    while (at_ < text_.size()) {
      const char c = now();
      if (backslashes && c == '\\' && at_ + 1 < text_.size()) {
        copy(2);
      } else {
        copy(1);
        if (c == mark) return {};  // a doubled mark opens the next literal at once
      }
    }
    return wrong("leaves a quotation open");
  }

  base::Result<> up_to(std::string_view end) {
    const auto found = text_.find(end, at_ + 1);
    if (found == std::string_view::npos) return wrong("leaves a quotation open");
    copy(found + end.size() - at_);
    return {};
  }

  base::Result<> line_comment() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    return {};
  }

  /// PostgreSQL's nest; `/*!` is code to MariaDB and is refused.
  base::Result<> comment() {
    if (ahead("/*!") || ahead("/*M!")) return wrong("must not hold an executable comment");
    int depth = 0;
    do {
      if (ahead("/*")) {
        depth = engine_ == Engine::postgresql ? depth + 1 : 1;
        at_ += 2;
      } else if (ahead("*/")) {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < text_.size());
    bound_.statement += ' ';
    return depth > 0 ? wrong("leaves a comment open") : base::Result<>();
  }

  base::Result<> dollar() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_name(text_[end])) ++end;
    const bool inside_name = at_ > 0 && is_name(text_[at_ - 1]);
    if (inside_name) {
      copy(1);
      return {};
    }
    if (end == text_.size() || text_[end] != '$') return wrong("must name its values as :name, without $1");
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    const auto close = text_.find(tag, end + 1);
    if (close == std::string_view::npos) return wrong("leaves a quotation open");
    copy(close + tag.size() - at_);
    return {};
  }

  base::Result<> colon() {
    if (ahead("::") || ahead(":=")) {
      copy(2);
      return {};
    }
    if (at_ + 1 == text_.size() || !is_name_start(text_[at_ + 1])) {
      copy(1);
      return {};
    }
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_name(text_[end])) ++end;
    place(std::string(text_.substr(at_ + 1, end - at_ - 1)));
    at_ = end;
    return {};
  }

  void place(std::string name) {
    if (engine_ != Engine::postgresql) {
      bound_.order.push_back(std::move(name));
      bound_.statement += '?';
      return;
    }
    auto found = std::find(bound_.order.begin(), bound_.order.end(), name);
    const auto number = found - bound_.order.begin() + 1;
    if (found == bound_.order.end()) bound_.order.push_back(std::move(name));
    bound_.statement += '$' + std::to_string(number);
  }

  Engine engine_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool ended_ = false;
  Bound bound_;
};

}  // namespace

base::Result<Bound> bind_names(Engine engine, std::string_view statement) { return Binder(engine, statement).run(); }

}  // namespace writ::provider::sql
