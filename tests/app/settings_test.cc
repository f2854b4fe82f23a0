#include "app/settings.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

using namespace writ;

namespace {
app::Settings sound() {
  return {.provider_name = "Example \"quoted\" \\ name",
          .origin = "example.org/writ",
          .site_url = "https://example.org/",
          .onion_url = "http://examplexxx.onion/",
          .mail_from = "t@example.org",
          .on_call = "duty@example.org",
          .front_secret_file = "front.secret",
          .synthetic = true,
          .messenger = "homeserver.db",
          .own_addresses = {"192.0.2.1", "2001:db8::1"},
          .profile = "x = 1",
          .first_period = *base::parse_period("2026-01-01/2026-03-31"),
          .publish_after = std::chrono::days(45),
          .package_kept = std::chrono::days(90),
          .mirror = "second",
          .clock_offset = std::chrono::seconds(-5)};
}
}  // namespace

TEST_CASE("settings are read back as they were written") {
  const app::Layout layout{std::filesystem::temp_directory_path() / ("writ-settings-" + std::to_string(::getpid()))};
  base::DiskFiles files;
  REQUIRE(files.write(layout.settings(), app::format_settings(sound())));
  REQUIRE(files.write(layout.state() / "profile.toml", "x = 1"));
  const auto read = app::read_settings(files, layout);
  std::filesystem::remove_all(layout.root);
  REQUIRE(read);
  CHECK(read->provider_name == sound().provider_name);
  CHECK(read->onion_url == sound().onion_url);
  CHECK(read->on_call == sound().on_call);
  CHECK(read->front_secret_file == layout.root / "front.secret");
  CHECK(read->messenger == layout.root / "homeserver.db");
  CHECK(read->own_addresses == sound().own_addresses);
  CHECK(read->first_period == sound().first_period);
  CHECK(read->publish_after == std::chrono::days(45));
  CHECK(read->package_kept == std::chrono::days(90));
  CHECK(read->mirror == layout.root / "second");
  CHECK(read->clock_offset == std::chrono::seconds(-5));
}

TEST_CASE("a messenger's database or a provider file stands in the settings, one of them") {
  const app::Layout layout{std::filesystem::temp_directory_path() / ("writ-provider-settings-" + std::to_string(::getpid()))};
  base::DiskFiles files;
  app::Settings settings = sound();
  settings.provider = "state/provider.toml";
  REQUIRE(files.write(layout.state() / "profile.toml", "x = 1"));
  REQUIRE(files.write(layout.settings(), app::format_settings(settings)));
  const auto read = app::read_settings(files, layout);
  REQUIRE(files.write(layout.settings(), app::format_settings(settings) + "messenger = \"homeserver.db\"\n"));
  const auto both = app::read_settings(files, layout);
  std::filesystem::remove_all(layout.root);
  REQUIRE(read);
  CHECK(read->provider == layout.root / "state/provider.toml");
  CHECK(read->messenger.empty());
  REQUIRE_FALSE(both);
  CHECK(both.error().rule == "must stand here, or provider instead: one of them");
}

TEST_CASE("an origin is a key name: no space, no plus, no line feed, not empty") {
  for (const char* bad : {"", "bad origin", "a+b", "a\nb"}) {
    CAPTURE(bad);
    app::Settings settings = sound();
    settings.origin = bad;
    CHECK(app::check_settings(settings).error().field == "origin");
  }
  CHECK(app::check_settings(sound()));
}

TEST_CASE("the site's address is https and ends with a slash, and notices come from an address") {
  for (const char* bad : {"http://x/", "https:///", "https://x", "nonsense"}) {
    CAPTURE(bad);
    app::Settings settings = sound();
    settings.site_url = bad;
    CHECK(app::check_settings(settings).error().field == "site_url");
  }
  for (const char* bad : {"http://x.example/", "examplexxx.onion/", "http://examplexxx.onion"}) {
    app::Settings settings = sound();
    settings.onion_url = bad;
    CHECK(app::check_settings(settings).error().field == "onion_url");
  }
  app::Settings settings = sound();
  settings.mail_from = "nomail";
  CHECK(app::check_settings(settings).error().field == "mail_from");
}

TEST_CASE("whoever is on call has one plain address, or none") {
  app::Settings settings = sound();
  for (const char* good : {"", "duty@example.org", "duty+night@example.org", "duty@localhost", "d.u-ty@sub.example.org"}) {
    CAPTURE(good);
    settings.on_call = good;
    CHECK(app::check_settings(settings));
  }
  for (const char* bad : {"duty", "@example.org", "duty@", "duty@@example.org", "duty @example.org", "a@example.org,b@example.org",
                          "Duty <duty@example.org>", "duty@example..org", "duty@.org", "duty@example.org.", "duty@exam_ple.org",
                          "d\xc3\xbcty@example.org", "duty@example.org\r\nBcc: x@example.org"}) {
    CAPTURE(bad);
    settings.on_call = bad;
    REQUIRE_FALSE(app::check_settings(settings));
    CHECK(app::check_settings(settings).error().field == "on_call");
    CHECK(app::check_settings(settings).error().value == bad);
  }
}
