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

}  // namespace

std::string eml_of(const Mail& mail) {
  const std::size_t at = mail.from.find('@');
  const std::string domain = at == std::string::npos ? mail.from : mail.from.substr(at + 1);
  std::string text;
  text += "Date: " + date_of(mail.date) + "\n";
  text += "From: <" + mail.from + ">\n";
  text += "To: <" + mail.to + ">\n";
  text += "Subject: " + mail.subject + "\n";
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
