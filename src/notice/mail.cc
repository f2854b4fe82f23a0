#include <algorithm>

#include "base/bytes.h"
#include "notice/outbox.h"

namespace writ::notice {

namespace {

constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// RFC 5322 section 3.3.
std::string date_of(base::Time time) {
  const std::chrono::year_month_day day(base::day_of(time));
  const unsigned weekday = std::chrono::weekday(base::day_of(time)).c_encoding();
  return std::string(days[weekday]) + ", " + std::to_string(unsigned{day.day()}) + " " +
         std::string(months[unsigned{day.month()} - 1]) + " " + std::to_string(int{day.year()}) + " " +
         base::format_time(time).substr(11, 8) + " +0000";
}

std::string with_crlf(std::string_view text) {
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return crlf;
}

/// RFC 2047 section 2 where a header needs it: words of whole characters, 45 bytes each at most, which are 75 encoded.
std::string header_text(const std::string& text) {
  constexpr std::size_t word_bytes = 45;
  const auto plain = [](char c) { return c >= 0x20 && c < 0x7f; };
  if (std::ranges::all_of(text, plain)) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(at + word_bytes, text.size());
    while (end < text.size() && end > at + 1 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    out += (out.empty() ? "=?UTF-8?B?" : "\n =?UTF-8?B?") + base::to_base64(base::view(text.substr(at, end - at))) + "?=";
    at = end;
  }
  return out;
}

}  // namespace

std::string eml_of(const Mail& mail) {
  const std::size_t at = mail.from.find('@');
  const std::string domain = at == std::string::npos ? mail.from : mail.from.substr(at + 1);
  std::string text;
  text += "Date: " + date_of(mail.date) + "\n";
  text += "From: <" + mail.from + ">\n";
  text += "To: <" + mail.to + ">\n";
  text += "Subject: " + header_text(mail.subject) + "\n";
  text += "Message-ID: <" + mail.id + "@" + domain + ">\n";
  text += "Auto-Submitted: auto-generated\n";
  text += "MIME-Version: 1.0\n";
  text += "Content-Type: text/plain; charset=utf-8\n";
  text += "Content-Transfer-Encoding: 8bit\n\n";
  return with_crlf(text + mail.body);
}

base::Result<> FolderTransport::send(const Mail& mail) {
  return files_.write_durable(folder_ / (mail.id + ".eml"), eml_of(mail));
}

}  // namespace writ::notice
