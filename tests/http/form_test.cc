#include "http/form.h"

#include <doctest/doctest.h>

#include "http/cookie.h"

using namespace writ;

namespace {
http::Request urlencoded(std::string body) {
  return {.method = "POST",
          .path = "/",
          .headers = {{"content-type", "application/x-www-form-urlencoded"}},
          .body = std::move(body)};
}
http::Request multipart(std::string body, const std::string& type = "multipart/form-data; boundary=xYz") {
  return {.method = "POST", .path = "/", .headers = {{"content-type", type}}, .body = std::move(body)};
}
}  // namespace

TEST_CASE("an urlencoded form keeps every value of a name, in order, and line ends are LF") {
  const auto form = http::parse_form(urlencoded("a=1&b=x+y%21&a=2&note=one%0D%0Atwo&empty="));
  REQUIRE(form);
  CHECK(form->all("a") == std::vector<std::string>{"1", "2"});
  CHECK(form->text("b") == "x y!");
  CHECK(form->text("note") == "one\ntwo");
  CHECK(form->has("empty"));
  CHECK_FALSE(form->has("absent"));
  CHECK(form->text("absent").empty());
}

TEST_CASE("forms that are not well formed are refused and say why") {
  for (const char* body : {"a=%", "a=%4", "a=%zz", "a=%ff", "%c3=1"}) {
    CAPTURE(body);
    CHECK(http::parse_form(urlencoded(body)).error().code == base::Errc::invalid);
  }
  CHECK(http::parse_form(urlencoded("a=" + std::string(2'000'000, 'x'))).error().field == "a");
  CHECK(http::parse_form({.method = "POST", .headers = {{"content-type", "application/json"}}, .body = "{}"})
            .error()
            .field == "content-type");
  std::string many;
  for (int i = 0; i < 6000; ++i) many += "a=1&";
  CHECK_FALSE(http::parse_form(urlencoded(many)));
}

TEST_CASE("a file of a multipart form arrives byte for byte, whatever is in it") {
  std::string bytes = "%PDF-1.7\r\n--xY\r\n--xYzz-not-alone\n";
  bytes += std::string("\0\xff\r", 3);
  const auto form =
      http::parse_form(multipart("--xYz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--xYz\r\n"
                                 "Content-Disposition: form-data; name=\"file\"; filename=\"a;b "
                                 "\xC3\xA9.pdf\"\r\nContent-Type: application/pdf\r\n\r\n" +
                                 bytes + "\r\n--xYz--\r\n"));
  // A line that begins with the whole boundary would end the part: here one does, and so the form is refused.
  CHECK_FALSE(form);
  bytes = "%PDF-1.7\r\n--xY\r\n" + std::string("\0\xff\r", 3);
  const auto whole =
      http::parse_form(multipart("--xYz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--xYz\r\n"
                                 "Content-Disposition: form-data; name=\"file\"; filename=\"a;b "
                                 "\xC3\xA9.pdf\"\r\nContent-Type: application/pdf\r\n\r\n" +
                                 bytes + "\r\n--xYz--\r\n"));
  REQUIRE(whole);
  CHECK(whole->text("note") == "hello");
  REQUIRE(whole->upload("file") != nullptr);
  CHECK(whole->upload("file")->content == bytes);
  CHECK(whole->upload("file")->file_name == "a;b \xC3\xA9.pdf");
}

TEST_CASE("a file field that was left empty is no upload") {
  const auto form =
      http::parse_form(multipart("--xYz\r\nContent-Disposition: form-data; name=\"file\"; "
                                 "filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--xYz--\r\n"));
  REQUIRE(form);
  CHECK(form->upload("file") == nullptr);
}

TEST_CASE("a multipart form that was cut off says so and names the field") {
  const auto form = http::parse_form(
      multipart("--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 half"));
  REQUIRE_FALSE(form);
  CHECK(form.error().field == "file");
  CHECK(form.error().rule.find("cut off") != std::string::npos);
}

TEST_CASE("a multipart form without boundary, head or name is refused") {
  CHECK_FALSE(http::parse_form(multipart("x", "multipart/form-data")));
  CHECK_FALSE(http::parse_form(multipart("x", "multipart/form-data; boundary=" + std::string(71, 'b'))));
  CHECK_FALSE(http::parse_form(multipart("nonsense")));
  CHECK_FALSE(http::parse_form(multipart("--xYz\r\nContent-Disposition: form-data\r\n\r\nv\r\n--xYz--")));
  CHECK_FALSE(http::parse_form(multipart("--xYz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n--xYz--")));
  CHECK_FALSE(http::parse_form(multipart("--xYz\r\n" + std::string(3000, 'h') + "\r\n\r\nv\r\n--xYz--")));
}

TEST_CASE("a cookie is read by its whole name, and not if it stands twice") {
  const auto with = [](const char* value) { return http::Request{.headers = {{"cookie", value}}}; };
  CHECK(http::cookie(with("a=1; writ-desk=xyz; b=2"), "writ-desk") == "xyz");
  CHECK_FALSE(http::cookie(with("xwrit-desk=1"), "writ-desk"));
  CHECK_FALSE(http::cookie(with("writ-desk=1; writ-desk=2"), "writ-desk"));
  CHECK_FALSE(http::cookie({}, "writ-desk"));
}

TEST_CASE("a request of another site's page is known by what browsers say of it") {
  const auto with = [](std::map<std::string, std::string> headers) {
    return http::Request{.headers = std::move(headers)};
  };
  CHECK(http::is_same_origin(with({{"host", "desk.example"}})));
  CHECK(http::is_same_origin(
      with({{"host", "desk.example"}, {"origin", "https://desk.example"}, {"sec-fetch-site", "same-origin"}})));
  CHECK(http::is_same_origin(with({{"host", "desk.example"}, {"origin", "null"}, {"sec-fetch-site", "same-origin"}})));
  CHECK_FALSE(http::is_same_origin(with({{"host", "desk.example"}, {"origin", "https://evil.example"}})));
  CHECK_FALSE(http::is_same_origin(with({{"host", "desk.example"}, {"sec-fetch-site", "same-site"}})));
  CHECK_FALSE(http::is_same_origin(with({{"host", "desk.example"}, {"origin", "https://desk.example.evil.example"}})));
}

TEST_CASE("a query is encoded so that it reads back") {
  CHECK(http::encode_query({{"next", "/desk/a b"}, {"x&y", "="}}) == "next=%2Fdesk%2Fa%20b&x%26y=%3D");
}
