#include <utility>

#include "legal/countries.h"
#include "notice/notice.h"

namespace writ::notice {

namespace {

constexpr std::size_t line_columns_max = 76;  // RFC 5322 section 2.1.1 asks for 78 at most

std::string labels(const legal::CodeSet& categories, const page::Locale& t) {
  std::vector<std::string> words;
  for (const std::string& code : categories) {
    const auto key = page::Key::find("word.category." + code);
    words.push_back(key ? t.text(*key) : code);
  }
  return t.list(words);
}

page::Key order_words(Gag::Kind kind) {
  switch (kind) {
    case Gag::Kind::court_order:
      return "mail.notice.order.court_order";
    case Gag::Kind::prosecutor_order:
      return "mail.notice.order.prosecutor_order";
    case Gag::Kind::statute:
      return "mail.notice.order.statute";
  }
  std::unreachable();
}

/// One character, from its first byte.
std::string_view character_at(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
  return text.substr(0, size);
}

/// Columns of a fixed-width font: a character from U+3000 on takes two.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (; !text.empty(); text.remove_prefix(character_at(text).size()))
    columns += character_at(text).size() > 2 && static_cast<unsigned char>(text.front()) > 0xe2 ? 2 : 1;
  return columns;
}

/// What stands on a line as a whole: a word with the space before it, or one character where a language has no spaces.
std::string_view unit_of(std::string_view rest) {
  std::size_t size = rest.starts_with(' ') ? 1 : 0;
  while (size < rest.size() && rest[size] != ' ') {
    const std::string_view one = character_at(rest.substr(size));
    if (columns_of(one) == 2) return rest.substr(0, size == 0 ? one.size() : size);
    size += one.size();
  }
  return rest.substr(0, size);
}

std::string wrapped(std::string_view paragraph) {
  std::string text;
  std::size_t line = 0;
  while (!paragraph.empty()) {
    std::string_view unit = unit_of(paragraph);
    paragraph.remove_prefix(unit.size());
    if (line > 0 && line + columns_of(unit) > line_columns_max) {
      text += '\n';
      line = 0;
    }
    if (line == 0 && unit.starts_with(' ')) unit.remove_prefix(1);
    text += unit;
    line += columns_of(unit);
  }
  return text + "\n\n";
}

base::Result<> check_url(std::string_view field, const std::string& url) {
  if (url.starts_with("https://") && url.find_first_of(" \r\n\t") == std::string::npos) return {};
  return base::invalid(std::string(field), url, "must be an https address");
}

std::string to_whom(const UserNotice& notice, const page::Locale& t) {
  const std::string country = t.country(notice.country);
  if (notice.agency.empty()) return t.text("mail.notice.to_authority", {{"country", country}});
  return t.text("mail.notice.to_agency", {{"agency", notice.agency}, {"country", country}});
}

}  // namespace

base::Result<Message> user_notice(const UserNotice& notice, const page::Locale& t) {
  if (legal::find_country(notice.country) == nullptr)
    return base::invalid("country", notice.country, "must be an alpha-2 code of ISO 3166-1, XK or EU");
  if (notice.given.empty())
    return base::invalid("given", "", "must name what was given: without a disclosure there is no notice");
  TRY_VOID(check_url("check_url", notice.check_url));
  TRY_VOID(check_url("receipt_url", notice.receipt_url));
  TRY_VOID(check_url("complaint_url", notice.complaint_url));

  std::string body;
  if (notice.synthetic) body += wrapped(t.text("mail.notice.synthetic"));
  body += wrapped(t.text("mail.notice.lead", {{"provider", notice.provider_name}}));
  body += wrapped(t.text("mail.notice.given",
                         {{"categories", labels(notice.given, t)}, {"day", base::format_day(notice.given_on)}}));
  body += wrapped(to_whom(notice, t));
  body += wrapped(t.text("mail.notice.policy", {{"policy", notice.policy_id}}));
  if (!notice.not_given.empty())
    body += wrapped(t.text("mail.notice.not_given", {{"categories", labels(notice.not_given, t)}}));
  body += wrapped(t.text("mail.notice.no_content"));
  if (notice.delay)
    body += wrapped(t.text("mail.notice.delayed", {{"order", t.text(order_words(notice.delay->kind))},
                                                   {"day", base::format_day(notice.delay->until)}}));
  body += wrapped(t.text("mail.notice.asks_nothing")) + notice.check_url + "\n\n";
  body += wrapped(t.text("mail.notice.receipt")) + notice.receipt_url + "\n\n";
  body += wrapped(t.text("mail.notice.complain", {{"ref", notice.reference}})) + notice.complaint_url + "\n";
  return Message{t.text("mail.notice.subject"), body};
}

}  // namespace writ::notice
