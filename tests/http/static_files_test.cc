#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "http/static_files.h"

using namespace writ::http;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("writ-static-" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    write("site/index.html", "<h1>home</h1>");
    write("site/reports/index.html", "reports");
    write("site/.secret", "no");
    write("site/.well-known/writ.json", "{}");
    write("log/checkpoint", "note");
    write("log/tile/0/000", "full");
    write("log/tile/0/001.p/3", "part");
    write("secret.txt", "outside");
    fs::create_symlink(path / "secret.txt", path / "site" / "link.txt");
    fs::create_symlink("index.html", path / "site" / "inside.html");
  }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& content) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << content;
  }
  StaticFiles files() const {
    return StaticFiles(
        {{"/", path / "site", false}, {"/log/", path / "log", true}, {"/policy.txt", path / "secret.txt", true}});
  }
};

Request get(std::string path, std::map<std::string, std::string> headers = {}) {
  return {"GET", std::move(path), {}, std::move(headers), ""};
}

std::string content(const Response& response) {
  if (!response.file) return response.body;
  std::string bytes(response.file->length, '\0');
  CHECK(::pread(*response.file->descriptor, bytes.data(), bytes.size(), static_cast<off_t>(response.file->offset)) ==
        static_cast<ssize_t>(bytes.size()));
  return bytes;
}

}  // namespace

TEST_CASE("a folder is its index page, and without the slash it redirects there") {
  const Folder folder;
  const auto home = folder.files().serve(get("/"));
  CHECK(home.status == 200);
  CHECK(home.content_type == "text/html; charset=utf-8");
  CHECK(content(home) == "<h1>home</h1>");
  const auto moved = folder.files().serve(get("/reports"));
  CHECK(moved.status == 308);
  CHECK(moved.headers.at("Location") == "/reports/");
  CHECK(content(folder.files().serve(get("/reports/"))) == "reports");
}

TEST_CASE("the log is readable from any origin, the site is not, and both carry the security headers") {
  const Folder folder;
  const auto checkpoint = folder.files().serve(get("/log/checkpoint"));
  CHECK(content(checkpoint) == "note");
  CHECK(checkpoint.content_type == "text/plain; charset=utf-8");
  CHECK(checkpoint.headers.at("Access-Control-Allow-Origin") == "*");
  CHECK(checkpoint.headers.at("Cache-Control") == "no-cache");
  const auto home = folder.files().serve(get("/"));
  CHECK_FALSE(home.headers.contains("Access-Control-Allow-Origin"));
  CHECK(home.headers.at("X-Content-Type-Options") == "nosniff");
  CHECK(home.headers.at("Referrer-Policy") == "no-referrer");
  CHECK(home.headers.at("Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
  CHECK(folder.files().serve(get("/nothing")).headers.contains("Content-Security-Policy"));
  CHECK(home.headers.at("Content-Security-Policy").starts_with("default-src 'none'"));
}

TEST_CASE("only the pages that check may compile WebAssembly, and what a reader gives to a receipt's check can go nowhere") {
  const Folder folder;
  const auto policy = [&](const char* path) { return folder.files().serve(get(path)).headers.at("Content-Security-Policy"); };
  for (const char* path : {"/verify/", "/de/verify/index.html", "/verify_worker.js"}) {
    CAPTURE(path);
    CHECK(policy(path).contains("'wasm-unsafe-eval'"));
    CHECK(policy(path).contains("connect-src 'self' https: http:"));
  }
  CHECK(policy("/receipt/").contains("'wasm-unsafe-eval'"));
  CHECK(policy("/receipt/").contains("connect-src 'self'; frame-ancestors"));
  for (const char* path : {"/", "/reports/", "/verify/other", "/unverify/x"}) {
    CAPTURE(path);
    CHECK_FALSE(policy(path).contains("wasm"));
    CHECK_FALSE(policy(path).contains("connect-src"));
  }
}

TEST_CASE("a chart that is made for it stands in other sites' pages, no other page does") {
  const Folder folder;
  const std::string embedded = folder.files().serve(get("/embed/periods/")).headers.at("Content-Security-Policy");
  CHECK(embedded.ends_with("frame-ancestors *"));
  CHECK_FALSE(embedded.contains("script-src"));
  CHECK(folder.files().serve(get("/reports/")).headers.at("Content-Security-Policy").contains("frame-ancestors 'none'"));
}

TEST_CASE("a full tile may be kept for ever, a partial one is asked for again") {
  const Folder folder;
  CHECK(folder.files().serve(get("/log/tile/0/000")).headers.at("Cache-Control").ends_with("immutable"));
  CHECK(folder.files().serve(get("/log/tile/0/001.p/3")).headers.at("Cache-Control") == "no-cache");
}

TEST_CASE("a mount can be one file") {
  const Folder folder;
  CHECK(content(folder.files().serve(get("/policy.txt"))) == "outside");
  CHECK(folder.files().serve(get("/policy.txt/x")).status == 404);
}

TEST_CASE("hidden files, links that lead outside, pipes and folders without an index are not served") {
  const Folder folder;
  REQUIRE(::mkfifo((folder.path / "site" / "pipe").c_str(), 0600) == 0);
  for (const char* path : {"/.secret", "/link.txt", "/pipe", "/nothing", "/index.html/x", "/log/", "/log/tile/0/"}) {
    CAPTURE(path);
    CHECK(folder.files().serve(get(path)).status == 404);
  }
  CHECK(content(folder.files().serve(get("/inside.html"))) == "<h1>home</h1>");
  CHECK(folder.files().serve(get("/.well-known/writ.json")).status == 200);
}

TEST_CASE("what a client has already is not sent again, until it is replaced") {
  const Folder folder;
  const auto files = folder.files();
  const auto etag = files.serve(get("/")).headers.at("ETag");
  const auto same = files.serve(get("/", {{"if-none-match", "\"other\", " + etag}}));
  CHECK(same.status == 304);
  CHECK_FALSE(same.file);
  CHECK(same.headers.at("ETag") == etag);
  folder.write("site/new.html", "<h1>HOME</h1>");
  fs::rename(folder.path / "site/new.html", folder.path / "site/index.html");
  CHECK(files.serve(get("/", {{"if-none-match", etag}})).status == 200);
}

TEST_CASE("a range is a part of the file, unless If-Range names another version") {
  const Folder folder;
  const auto files = folder.files();
  const auto part = files.serve(get("/", {{"range", "bytes=4-7"}}));
  CHECK(part.status == 206);
  CHECK(content(part) == "home");
  CHECK(part.headers.at("Content-Range") == "bytes 4-7/13");
  CHECK(files.serve(get("/", {{"range", "bytes=4-7"}, {"if-range", "\"old\""}})).status == 200);
  CHECK(files.serve(get("/", {{"range", "bytes=4-7"}, {"if-range", part.headers.at("ETag")}})).status == 206);
  const auto behind = files.serve(get("/", {{"range", "bytes=13-"}}));
  CHECK(behind.status == 416);
  CHECK(behind.headers.at("Content-Range") == "bytes */13");
}

TEST_CASE("a person who asks for what is not there gets the site's own page, a program the problem document") {
  const Folder folder;
  folder.write("site/404.html", "<h1>Not here</h1>");
  CHECK(folder.files().serve(get("/nowhere")).content_type == "application/problem+json");
  const Response answer = folder.files().serve(get("/nowhere", {{"accept", "text/html,*/*"}}));
  CHECK(answer.status == 404);
  CHECK(answer.content_type == "text/html; charset=utf-8");
  CHECK(content(answer) == "<h1>Not here</h1>");
}

TEST_CASE("files are only read") {
  const Folder folder;
  auto request = get("/");
  request.method = "POST";
  const auto response = folder.files().serve(request);
  CHECK(response.status == 405);
  CHECK(response.headers.at("Allow") == "GET, HEAD");
}

TEST_CASE("a text file comes compressed to who takes that, under a tag of its own; a part of it comes as it is") {
  const Folder folder;
  folder.write("site/long.txt", std::string(5000, 'x'));
  const auto files = folder.files();
  const auto plain = files.serve(get("/long.txt"));
  const auto small = files.serve(get("/long.txt", {{"accept-encoding", "br, gzip"}}));
  CHECK(small.headers.at("Content-Encoding") == "gzip");
  CHECK(small.body.size() < 200);
  CHECK(small.headers.at("Vary") == "Accept-Encoding");
  CHECK(plain.headers.at("Vary") == "Accept-Encoding");
  CHECK(small.headers.at("ETag") != plain.headers.at("ETag"));
  CHECK(files.serve(get("/long.txt", {{"accept-encoding", "gzip"}, {"if-none-match", small.headers.at("ETag")}})).status == 304);
  const auto part = files.serve(get("/long.txt", {{"accept-encoding", "gzip"}, {"range", "bytes=10-19"}}));
  CHECK(part.status == 206);
  CHECK_FALSE(part.headers.contains("Content-Encoding"));
  CHECK_FALSE(files.serve(get("/", {{"accept-encoding", "gzip"}})).headers.contains("Content-Encoding"));  // too short
}
