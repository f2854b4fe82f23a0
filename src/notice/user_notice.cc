#include <fmt/format.h>

#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "notice/notice.h"

namespace writ::notice {

namespace {

constexpr std::size_t line_characters_max = 76;  // RFC 5322 section 2.1.1 asks for 78 at most

std::string labels(const legal::CodeSet& categories) {
  std::string text;
  for (const std::string& code : categories) {
    const legal::Word* word = legal::find_word(legal::categories(), code);
    text += (text.empty() ? "" : ", ") + std::string(word == nullptr ? std::string_view(code) : word->label);
  }
  return text;
}

std::string_view order_words(Gag::Kind kind) {
  switch (kind) {
    case Gag::Kind::court_order:
      return "the order of a court";
    case Gag::Kind::prosecutor_order:
      return "the order of a prosecutor";
    case Gag::Kind::statute:
      return "a law";
  }
  return "";
}

std::string wrapped(std::string_view paragraph) {
  std::string text;
  std::size_t line = 0;
  while (!paragraph.empty()) {
    const std::size_t space = paragraph.find(' ');
    const std::string_view word = paragraph.substr(0, space);
    paragraph.remove_prefix(space == std::string_view::npos ? paragraph.size() : space + 1);
    const bool breaks = line > 0 && line + 1 + word.size() > line_characters_max;
    if (line > 0) text += breaks ? '\n' : ' ';
    line = (breaks || line == 0 ? 0 : line + 1) + word.size();
    text += word;
  }
  return text + "\n\n";
}

base::Result<> check_url(std::string_view field, const std::string& url) {
  if (url.starts_with("https://") && url.find_first_of(" \r\n\t") == std::string::npos) return {};
  return base::invalid(std::string(field), url, "must be an https address");
}

std::string to_whom(const UserNotice& notice, std::string_view country) {
  if (notice.agency.empty()) return fmt::format("To whom: an authority. Its country: {}.", country);
  return fmt::format("To whom: {}. Its country: {}.", notice.agency, country);
}

}  // namespace

base::Result<Message> user_notice(const UserNotice& notice) {
  const legal::Country* country = legal::find_country(notice.country);
  if (country == nullptr)
    return base::invalid("country", notice.country, "must be an alpha-2 code of ISO 3166-1, XK or EU");
  if (notice.given.empty())
    return base::invalid("given", "", "must name what was given: without a disclosure there is no notice");
  TRY_VOID(check_url("check_url", notice.check_url));
  TRY_VOID(check_url("receipt_url", notice.receipt_url));
  TRY_VOID(check_url("complaint_url", notice.complaint_url));

  std::string body;
  if (notice.synthetic) body += wrapped("SYNTHETIC DATA: this notice is part of a demonstration and concerns nobody.");
  body +=
      wrapped(fmt::format("{} gave data of your account to an authority on its legal request.", notice.provider_name));
  body += wrapped(
      fmt::format("What was given: {}. When: {} (UTC).", labels(notice.given), base::format_day(notice.given_on)));
  body += wrapped(to_whom(notice, country->name));
  body += wrapped(fmt::format("Under which rule: our published policy {}.", notice.policy_id));
  if (!notice.not_given.empty()) body += wrapped(fmt::format("Asked for and not given: {}.", labels(notice.not_given)));
  body += wrapped("Messages were not given: we have no way to disclose them.");
  if (notice.delay) {
    body += wrapped(fmt::format("We could not tell you before, because {} forbade it until {}.",
                                order_words(notice.delay->kind), base::format_day(notice.delay->until)));
  }
  body += wrapped(
      "This notice asks nothing of you: no sign-in, no password, no payment. To see whether it is real, do not "
      "use a link in a mail: type this address.");
  body += notice.check_url + "\n\n";
  body += wrapped(
      "Ask for your receipt: answer this mail and name our reference. This disclosure is an entry of our public log, "
      "which counts you. The receipt proves the entry and says its number; once the report on this period is out, "
      "you can look its row up yourself. The authority was told to keep the receipt of its own request. A receipt "
      "and this notice's proof can be checked at this address, in your browser and without uploading them:");
  body += notice.receipt_url + "\n\n";
  body += wrapped(fmt::format("How to complain (our reference is {}):", notice.reference));
  body += notice.complaint_url + "\n";
  return Message{"A notice about data of your account", body};
}

}  // namespace writ::notice
