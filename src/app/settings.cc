#include "app/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "notice/smtp.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace writ::app {

std::vector<PublicPlace> public_places(const Layout& layout) {
  return {{"/", layout.site(), false},
          {"/log/checkpoint", layout.log() / "checkpoint", true},
          {"/log/tile/", layout.log() / "tile", true},
          {"/bundles/", layout.bundles(), true},
          {"/policies/", layout.published_policies(), true},
          {"/policy.txt", layout.policy_file(), true},
          {"/package-signer.crt.pem", layout.signer_certificate(), true},
          {"/.well-known/", layout.well_known().parent_path(), true}};
}

namespace {

constexpr std::size_t origin_bytes_max = 200;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// Reads members of writ.toml and remembers the first fault.
class Reader {
 public:
  Reader(const toml::table& table, std::string file) : table_(table), file_(std::move(file)) {}

  std::string text(const char* key) {
    const auto value = table_[key].value<std::string>();
    if (!value || value->empty()) note(key, "must be a text that is not empty");
    return value.value_or("");
  }
  std::int64_t integer(const char* key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    if (!table_.contains(key)) return otherwise;
    const auto value = table_[key].value<std::int64_t>();
    if (!value || *value < least || *value > most) note(key, fmt::format("must be an integer from {} to {}", least, most));
    return value.value_or(otherwise);
  }
  bool flag(const char* key) {
    const auto value = table_[key].value<bool>();
    if (table_.contains(key) && !value) note(key, "must be true or false");
    return value.value_or(false);
  }
  std::vector<std::string> texts(const char* key) {
    std::vector<std::string> list;
    const toml::array* array = table_[key].as_array();
    if (table_.contains(key) && array == nullptr) note(key, "must be a list of texts");
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
      const auto text = (*array)[i].value<std::string>();
      if (!text) note(key, "must be a list of texts");
      list.push_back(text.value_or(""));
    }
    return list;
  }
  std::optional<std::string> optional_text(const char* key) { return table_[key].value<std::string>(); }
  void note(const char* key, std::string rule) {
    if (!fault_) fault_ = base::Error{base::Errc::invalid, file_ + ": " + key, "", std::move(rule)};
  }
  const std::optional<base::Error>& fault() const { return fault_; }

 private:
  const toml::table& table_;
  std::string file_;
  std::optional<base::Error> fault_;
};

base::Path below(const base::Path& root, const std::string& path) { return base::Path(path).is_absolute() ? base::Path(path) : root / path; }

/// An address of the operator's own: plainer than what mail allows, so that a slip of the pen is seen before an emergency.
bool is_own_address(std::string_view address) {
  const std::string_view domain = address.substr(std::min(address.find('@'), address.size()));
  const auto plain = [](char c) { return c > 0x20 && c < 0x7f && std::string_view("\"(),:;<>[\\]").find(c) == std::string_view::npos; };
  const auto of_host = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'; };
  return notice::is_mail_address(address) && std::ranges::all_of(address, plain) && std::ranges::all_of(domain.substr(1), of_host) &&
         domain[1] != '.' && !domain.ends_with('.') && domain.find("..") == domain.npos;
}

base::Result<> check_own_address(const char* field, const std::string& address) {
  if (is_own_address(address)) return {};
  return base::invalid(field, address, "must be one e-mail address in ASCII: local@domain");
}

}  // namespace

base::Result<> check_settings(const Settings& settings) {
  if (settings.provider_name.empty()) return base::invalid("provider_name", "", "must not be empty");
  // A key name of a signed note (C2SP signed-note): also the log's address without its scheme.
  const bool origin_fits = !settings.origin.empty() && settings.origin.size() <= origin_bytes_max &&
                           std::all_of(settings.origin.begin(), settings.origin.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '+'; });
  if (!origin_fits) return base::invalid("origin", settings.origin, "must be 1 to 200 printable ASCII characters without space and '+'");
  const std::string_view host = std::string_view(settings.site_url).substr(std::min<std::size_t>(settings.site_url.size(), 8));
  if (!settings.site_url.starts_with("https://") || !settings.site_url.ends_with("/") || host.size() < 2 || host.find_first_of(" \"<>") != host.npos) {
    return base::invalid("site_url", settings.site_url, "must begin with https://, name a host and end with /");
  }
  const std::string_view onion = settings.onion_url;
  if (!onion.empty() && ((!onion.starts_with("http://") && !onion.starts_with("https://")) || !onion.ends_with(".onion/") || onion.find_first_of(" \"<>") != onion.npos)) {
    return base::invalid("onion_url", settings.onion_url, "must begin with http:// or https:// and end with .onion/");
  }
  TRY_VOID(check_own_address("mail_from", settings.mail_from));
  if (!settings.on_call.empty()) TRY_VOID(check_own_address("on_call", settings.on_call));
  if (!page::language_of(settings.notice_language))
    return base::invalid("notice_language", settings.notice_language, "is one of en, fr, de, zh-Hans, ar");
  if (!settings.mail_server.empty()) TRY_VOID(notice::check_smtp_url("mail_server", settings.mail_server));
  if (settings.mail_user.empty() != settings.mail_password_file.empty()) {
    return base::invalid("mail_user", settings.mail_user, "stands together with mail_password_file or not at all");
  }
  return {};
}

base::Result<Settings> read_settings(const base::Files& files, const Layout& layout) {
  const std::string file = layout.settings().string();
  TRY(const std::string text, files.read(layout.settings()));
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed) {
    return base::invalid(fmt::format("{}:{}", file, parsed.error().source().begin.line), "", std::string(parsed.error().description()));
  }
  Reader reader(parsed.table(), file);
  Settings settings;
  settings.provider_name = reader.text("provider_name");
  settings.origin = reader.text("origin");
  settings.synthetic = reader.flag("synthetic");
  settings.site_url = reader.text("site_url");
  settings.onion_url = reader.optional_text("onion_url").value_or("");
  settings.mail_from = reader.text("mail_from");
  settings.on_call = reader.optional_text("on_call").value_or("");
  settings.notice_language = reader.optional_text("notice_language").value_or(settings.notice_language);
  settings.mail_server = reader.optional_text("mail_server").value_or("");
  settings.mail_user = reader.optional_text("mail_user").value_or("");
  if (const auto secret = reader.optional_text("mail_password_file")) settings.mail_password_file = below(layout.root, *secret);
  if (const auto secret = reader.optional_text("front_secret_file")) settings.front_secret_file = below(layout.root, *secret);
  const auto messenger = reader.optional_text("messenger");
  const auto provider = reader.optional_text("provider");
  if (messenger.has_value() == provider.has_value()) reader.note("messenger", "must stand here, or provider instead: one of them");
  if (messenger) settings.messenger = below(layout.root, *messenger);
  if (provider) settings.provider = below(layout.root, *provider);
  const base::Path profile = below(layout.root, reader.text("profile"));
  settings.own_addresses = reader.texts("own_addresses");
  const auto first = base::parse_period(reader.text("first_period"));
  if (!first) reader.note("first_period", "must be first/last, two days as YYYY-MM-DD");
  settings.publish_after = std::chrono::days(reader.integer("publish_after_days", 30, 1, 300));
  settings.package_kept = std::chrono::days(reader.integer("package_days", 30, 1, 3650));
  settings.publishers = static_cast<int>(reader.integer("publishers", 0, 0, 2));
  if (settings.publishers == 1) reader.note("publishers", "must be 2, or 0: then a report is published at its time");
  settings.clock_offset = std::chrono::seconds(reader.integer("clock_offset_s", 0, -10'000'000'000, 10'000'000'000));
  if (const auto mirror = reader.optional_text("mirror")) settings.mirror = below(layout.root, *mirror);
  if (reader.fault()) return std::unexpected(*reader.fault());
  settings.first_period = *first;
  TRY_VOID(check_settings(settings));
  TRY(settings.profile, files.read(profile));
  return settings;
}

std::string format_settings(const Settings& settings) {
  std::string text = fmt::format(
      "# Settings of this deployment; paths are relative to the folder above this one.\n"
      "provider_name = {}\norigin = {}\nsite_url = {}\nmail_from = {}\nsynthetic = {}\n{} = {}\nprofile = \"state/profile.toml\"\n"
      "first_period = \"{}\"\npublish_after_days = {}\nclock_offset_s = {}\n",
      quoted(settings.provider_name), quoted(settings.origin), quoted(settings.site_url), quoted(settings.mail_from), settings.synthetic, settings.provider ? "provider" : "messenger",
      quoted((settings.provider ? *settings.provider : settings.messenger).string()),
      base::format_period(settings.first_period), settings.publish_after.count(), settings.clock_offset.count());
  std::string own;
  for (const std::string& address : settings.own_addresses) own += (own.empty() ? "" : ", ") + quoted(address);
  text += "own_addresses = [" + own + "]\n";
  if (!settings.onion_url.empty()) text += "onion_url = " + quoted(settings.onion_url) + "\n";
  if (!settings.mail_server.empty()) text += "mail_server = " + quoted(settings.mail_server) + "\n";
  if (!settings.on_call.empty()) text += "on_call = " + quoted(settings.on_call) + "\n";
  if (settings.notice_language != Settings{}.notice_language) text += "notice_language = " + quoted(settings.notice_language) + "\n";
  if (!settings.mail_user.empty()) {
    text += "mail_user = " + quoted(settings.mail_user) + "\nmail_password_file = " + quoted(settings.mail_password_file.string()) + "\n";
  }
  if (!settings.front_secret_file.empty()) text += "front_secret_file = " + quoted(settings.front_secret_file.string()) + "\n";
  if (settings.package_kept != Settings{}.package_kept) text += fmt::format("package_days = {}\n", settings.package_kept.count());
  if (settings.publishers != 0) text += fmt::format("publishers = {}\n", settings.publishers);
  if (settings.mirror) text += "mirror = " + quoted(settings.mirror->string()) + "\n";
  return text;
}

}  // namespace writ::app
