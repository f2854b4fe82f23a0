#include "observatory/record_sink.h"

#include <charconv>
#include <iterator>
#include <utility>

namespace writ::observatory {

namespace {
bool is_national_security(std::string_view measure) {
  for (const std::string_view part : {".national_security", ".fisa", ".nsls"}) {
    if (measure.find(part) != measure.npos) return true;
  }
  return false;
}
}  // namespace

void RecordSink::begin(std::uint64_t line, std::uint64_t record) {
  line_ = line;
  record_ = record;
  refused_ = false;
  country_.clear();
  period_ = {};
  pending_.clear();
  findings_.clear();
  ++import_.rows_read;
}

void RecordSink::find(Severity severity, std::string_view column, std::string_view value, std::string_view rule) {
  findings_.push_back(
      {severity, import_.file, line_, record_, std::string(column), shortened(value), std::string(rule)});
}

void RecordSink::refuse(std::string_view column, std::string_view value, std::string_view rule) {
  find(Severity::refused, column, value, rule);
  if (!refused_) ++import_.refused_by_rule[std::string(rule)];
  refused_ = true;
}

void RecordSink::defect(std::string_view column, std::string_view value, std::string_view rule) {
  find(Severity::defect, column, value, rule);
}

void RecordSink::figure(std::string_view measure, std::string_view column, std::string_view value,
                        const std::expected<Figure, std::string>& parsed) {
  if (!parsed) return refuse(column, value, parsed.error());
  // Made of words of the file, so it may be empty or too long to be read back.
  if (!refused_ && !is_measure(measure)) return refuse(column, measure, rule::measure_name);
  pending_.push_back({platform_, country_, period_, std::string(measure), *parsed, import_.file, line_, record_});
  const std::string_view uneven = is_national_security(measure) ? uneven_band(*parsed) : std::string_view();
  if (!uneven.empty()) {
    defect(column, std::to_string(*parsed->low) + "-" + std::to_string(*parsed->high), uneven);
  }
}

void RecordSink::end() {
  if (refused_) {
    ++import_.rows_refused;
    // What else is wrong with a record that is not in the table has no place in it.
    std::erase_if(findings_, [](const Finding& finding) { return finding.severity != Severity::refused; });
  } else {
    std::ranges::move(pending_, std::back_inserter(import_.observations));
  }
  std::ranges::move(findings_, std::back_inserter(import_.findings));
}

void RecordSink::note(std::uint64_t line, std::string_view column, std::string_view value, std::string_view rule) {
  import_.findings.push_back(
      {Severity::note, import_.file, line, 0, std::string(column), shortened(value), std::string(rule)});
}

std::string shown(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::null:
      return "null";
    case JsonNode::Kind::array:
      return "[...]";
    case JsonNode::Kind::object:
      return "{...}";
    default:
      return node.text;
  }
}

std::expected<Figure, std::string> count_of(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::null:
      return Figure{};
    case JsonNode::Kind::integer:
      if (node.integer < 0) return std::unexpected("a count is not negative");
      [[fallthrough]];
    case JsonNode::Kind::string:
      return parse_count(node.text);
    case JsonNode::Kind::real:
      return std::unexpected(node.text.starts_with('-') ? "a count is not negative" : "a count is a whole number");
    default:
      return std::unexpected("is not a count");
  }
}

std::expected<Figure, std::string> percent_of(const JsonNode& node) {
  if (node.is(JsonNode::Kind::null)) return Figure{};
  std::string_view text = node.text;
  if (node.is(JsonNode::Kind::real) && text.ends_with(".0")) text.remove_suffix(2);  // 59.0 is whole
  return parse_percent(text.empty() && !node.is(JsonNode::Kind::string) ? "?" : text);
}

base::Period half_year(int year, int half) {
  using namespace std::chrono;
  const std::chrono::year y(year);
  if (half == 1) return {sys_days(y / January / 1), sys_days(y / June / 30)};
  return {sys_days(y / July / 1), sys_days(y / December / 31)};
}

base::Period whole_year(int year) { return {half_year(year, 1).first, half_year(year, 2).last}; }

std::optional<int> parse_year(std::string_view text) {
  int year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (text.size() != 4 || error != std::errc() || end != text.data() + text.size() || year < 1990 || year > 2100)
    return std::nullopt;
  return year;
}

}  // namespace writ::observatory
