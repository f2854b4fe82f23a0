#include "http/form.h"

#include <algorithm>
#include <optional>

#include "http/target.h"
#include "http/text.h"

namespace writ::http {

namespace {

constexpr std::string_view urlencoded_type = "application/x-www-form-urlencoded";
constexpr std::string_view multipart_type = "multipart/form-data";
constexpr std::size_t boundary_bytes_max = 70;     // RFC 2046 section 5.1.1
constexpr std::size_t part_head_bytes_max = 2048;  // a file name of 255 bytes, escaped, and two field names

/// `name="value"` or `name=value` of a header field after its first semicolon. Browsers write a quote in a file name as
/// %22 and never a backslash (WHATWG HTML, multipart/form-data encoding algorithm).
std::optional<std::string> parameter(std::string_view field, std::string_view name) {
  const std::string wanted = lower(name) + "=";
  for (auto at = field.find(';'); at != std::string_view::npos;) {
    const std::string_view rest = trim(field.substr(at + 1));
    if (lower(rest.substr(0, wanted.size())) == wanted) {
      const std::string_view value = rest.substr(wanted.size());
      if (!value.starts_with('"')) return std::string(trim(value.substr(0, value.find(';'))));
      const auto end = value.find('"', 1);
      if (end == std::string_view::npos) return std::nullopt;
      return std::string(value.substr(1, end - 1));
    }
    // A semicolon inside quotes does not end the parameter.
    bool quoted = false;
    ++at;
    while (at < field.size() && (quoted || field[at] != ';')) quoted ^= field[at++] == '"';
    if (at >= field.size()) break;
  }
  return std::nullopt;
}

/// Decodes through the one reader of percent escapes; a form's body is a query in all but its length and line ends.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return std::nullopt;
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

/// Line ends as LF: browsers send CR LF, and what a person typed is compared and hashed elsewhere.
std::string with_lf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

base::Result<> add(Form& form, std::string name, std::string value, const FormLimits& limits) {
  if (form.fields.size() >= limits.fields_max)
    return base::invalid("form", name, "has at most " + std::to_string(limits.fields_max) + " fields");
  if (name.size() > limits.name_bytes_max) return base::invalid("form", name, "a field's name is at most 200 bytes");
  if (value.size() > limits.value_bytes_max)
    return base::invalid(name, value, "is at most " + std::to_string(limits.value_bytes_max) + " bytes");
  if (!is_utf8(name) || !is_utf8(value)) return base::invalid("form", "", "is UTF-8");
  form.fields.emplace_back(std::move(name), with_lf(value));
  return {};
}

base::Result<Form> parse_urlencoded(std::string_view body, const FormLimits& limits) {
  Form form;
  while (!body.empty()) {
    const auto end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals));
    auto value = decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!name || !value)
      return base::invalid("form", std::string(pair), "a percent sign is followed by two hex digits");
    TRY_VOID(add(form, std::move(*name), std::move(*value), limits));
  }
  return form;
}

struct PartHead {
  std::string name;
  std::optional<std::string> file_name;
  std::string content_type;
};

base::Result<PartHead> parse_head(std::string_view head) {
  PartHead out;
  bool disposed = false;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
      return base::invalid("form", std::string(line), "a part's head is name: value lines");
    const std::string name = lower(trim(line.substr(0, colon)));
    const std::string_view value = trim(line.substr(colon + 1));
    if (name == "content-type") out.content_type = std::string(value);
    if (name != "content-disposition") continue;
    const auto field = parameter(value, "name");
    if (lower(value.substr(0, 9)) != "form-data" || !field)
      return base::invalid("form", std::string(line), "a part is form-data with a name");
    disposed = true;
    out.name = *field;
    out.file_name = parameter(value, "filename");
  }
  if (!disposed) return base::invalid("form", "", "a part has a Content-Disposition");
  return out;
}

base::Result<Form> parse_multipart(std::string_view body, std::string_view boundary, const FormLimits& limits) {
  Form form;
  const std::string delimiter = "--" + std::string(boundary);
  const std::string next = "\r\n" + delimiter;
  if (!body.starts_with(delimiter)) return base::invalid("form", "", "begins with its boundary");
  body.remove_prefix(delimiter.size());
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n")) return base::invalid("form", "", "a boundary ends its line");
    body.remove_prefix(2);
    const auto head_end = body.substr(0, part_head_bytes_max).find("\r\n\r\n");
    if (head_end == std::string_view::npos) return base::invalid("form", "", "a part has a head of at most 2048 bytes");
    TRY(PartHead head, parse_head(body.substr(0, head_end)));
    body.remove_prefix(head_end + 4);
    const auto end = body.find(next);
    if (end == std::string_view::npos)
      return base::invalid(head.name, "", "arrived cut off: the form's last boundary is missing; send it again");
    const std::string_view content = body.substr(0, end);
    body.remove_prefix(end + next.size());
    if (!head.file_name) {
      TRY_VOID(add(form, std::move(head.name), std::string(content), limits));
    } else if (!head.file_name->empty() || !content.empty()) {
      if (form.uploads.size() >= limits.uploads_max)
        return base::invalid(head.name, "", "at most " + std::to_string(limits.uploads_max) + " files at once");
      if (!is_utf8(head.name) || !is_utf8(*head.file_name))
        return base::invalid(head.name, "", "a file's name is UTF-8");
      form.uploads.push_back(
          {std::move(head.name), std::move(*head.file_name), std::move(head.content_type), std::string(content)});
    }
  }
  return form;
}

}  // namespace

const std::string& Form::text(std::string_view name) const {
  static const std::string none;
  const auto found = std::ranges::find(fields, name, &std::pair<std::string, std::string>::first);
  return found == fields.end() ? none : found->second;
}

std::string Form::trimmed(std::string_view name) const { return std::string(trim(text(name))); }

bool Form::has(std::string_view name) const {
  return std::ranges::find(fields, name, &std::pair<std::string, std::string>::first) != fields.end();
}

std::vector<std::string> Form::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields) {
    if (field == name) values.push_back(value);
  }
  return values;
}

const Upload* Form::upload(std::string_view field) const {
  const auto found = std::ranges::find(uploads, field, &Upload::field);
  return found == uploads.end() ? nullptr : &*found;
}

base::Result<Form> parse_form(const Request& request, const FormLimits& limits) {
  const auto found = request.headers.find("content-type");
  if (found == request.headers.end() && request.body.empty()) return Form{};
  const std::string_view field = found == request.headers.end() ? std::string_view() : std::string_view(found->second);
  const std::string type = lower(trim(field.substr(0, field.find(';'))));
  if (type == urlencoded_type) return parse_urlencoded(request.body, limits);
  if (type != multipart_type) return base::invalid("content-type", std::string(field), "is that of a form");
  const auto boundary = parameter(field, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > boundary_bytes_max)
    return base::invalid("content-type", std::string(field), "names a boundary of 1 to 70 bytes");
  return parse_multipart(request.body, *boundary, limits);
}

std::string encode_query(const std::vector<std::pair<std::string, std::string>>& pairs) {
  const auto encoded = [](const std::string& text) {
    std::string out;
    for (const char c : encode_path(text)) out += c == '/' ? std::string("%2F") : std::string(1, c);
    return out;
  };
  std::string query;
  for (const auto& [name, value] : pairs) query += (query.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  return query;
}

}  // namespace writ::http
