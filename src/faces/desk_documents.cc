// A case's documents: pages as pictures, text, and the original as a download only.
#include "faces/desk_case.h"
#include "faces/marked_text.h"
#include "http/target.h"
#include "page/parts.h"

namespace writ::faces {

using namespace page;

namespace {

struct Opened {
  casework::CaseFile file;
  app::Document document;
  std::string content;
};

/// Under the lock; what follows runs without it.
base::Result<Opened> open_document(Call& call) {
  const std::scoped_lock hold(call.shared.lock);
  TRY(casework::CaseFile file, desk_of(call).find(call.person(), call.param("ref")));
  const app::Documents documents(call.deployment());
  TRY(app::Document document, documents.find(file.ref, call.param("document")));
  TRY(std::string content, documents.content(document));
  return Opened{std::move(file), std::move(document), std::move(content)};
}

/// What shows the document as it came. Before the recorded call of an emergency that is nothing.
base::Result<Opened> open_as_it_came(Call& call) {
  TRY(Opened opened, open_document(call));
  if (!hides_numbers(opened.file)) return opened;
  const std::scoped_lock hold(call.shared.lock);  // the reader's choice of a language is read
  return base::fail(base::Errc::conflict, "document", "", words(call).text("case.fault.as_it_came"));
}

http::Response locked_error(Call& call, const base::Error& error) {
  const std::scoped_lock hold(call.shared.lock);
  return error_page(call, error);
}

std::optional<int> page_in(std::string text, std::string_view ending) {
  if (!text.ends_with(ending)) return std::nullopt;
  text.resize(text.size() - ending.size());
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoi(text);
}

http::Response picture(Call& call, const Opened& opened, int page) {
  const auto png = call.shared.pictures.picture(opened.content, page);
  if (!png) return locked_error(call, png.error());
  http::Response response;
  response.content_type = "image/png";
  response.body = *png;
  const std::scoped_lock hold(call.shared.lock);
  // Which pages an approver has seen; a page that could not be noted counts as not seen.
  static_cast<void>(store_of(call).page_seen(opened.file.ref, call.person().id, opened.document.id, page));
  return response;
}

std::vector<Link> way_to(const Locale& t, const casework::CaseFile& file) {
  return {{t.text("case.inbox"), "/desk/inbox"}, {file.ref, "/desk/cases/" + file.ref}};
}

http::Response page_view(Call& call, const Opened& opened, int page) {
  const PageCount count = call.shared.pictures.count(opened.document.id, opened.document.type, opened.content);
  const std::scoped_lock hold(call.shared.lock);
  if (!count.pages || page < 1 || page > *count.pages) return not_found(call);
  const std::string base = "/desk/cases/" + opened.file.ref + "/documents/" + opened.document.id;
  const auto at = [&](int n) {
    return n < 1 || n > *count.pages ? std::string() : base + "/pages/" + std::to_string(n);
  };
  const Locale& t = words(call);
  const std::string here = std::to_string(page), all = std::to_string(*count.pages);
  Html main = h1(t.html("case.page.title", {{"n", here}, {"all", all}})) + p(opened.document.name);
  main +=
      pagination(desk::paging(t, at(page - 1), at(page + 1), t.text("case.page.shown", {{"n", here}, {"all", all}})));
  main += figure(cls("w-page"), img(src(base + "/pages/" + here + ".png"),
                                    attr("alt", t.text("case.page.alt", {{"n", here}})), attr("width", "990")));
  main += p(a(href(base + "/text"), t.html("case.document.text")));
  return page_of(call, {.title = t.text("case.page.tab", {{"ref", opened.file.ref}, {"n", here}}),
                        .main = main,
                        .breadcrumbs = way_to(t, opened.file)});
}

http::Response one_page(Call& call) {
  const auto opened = open_as_it_came(call);
  if (!opened) return locked_error(call, opened.error());
  if (const auto page = page_in(call.param("page"), ".png")) return picture(call, *opened, *page);
  if (const auto page = page_in(call.param("page"), "")) return page_view(call, *opened, *page);
  return locked_error(call, {base::Errc::not_found, "page", "", ""});
}

http::Response text_view(Call& call) {
  const auto opened = open_document(call);
  if (!opened) return locked_error(call, opened.error());
  auto text = call.shared.pictures.text(opened->document.type, opened->content);
  const std::scoped_lock hold(call.shared.lock);
  if (!text) return error_page(call, text.error());
  const Locale& t = words(call);
  *text = shown_without_numbers(t, opened->file, *text);
  const std::vector<Sought> sought = sought_of(t, opened->file.request);
  const MarkedText marked = marked_text(t, *text, sought);
  const Html pages =
      marked.page_count == 0 ? p(t.html("case.text.none")) : found_list(t, sought, marked) + marked.pages;
  return page_of(call, {.title = t.text("case.text.tab", {{"ref", opened->file.ref}}),
                        .main = h1(t.html("case.text.title", {{"name", opened->document.name}})) + pages,
                        .breadcrumbs = way_to(t, opened->file)});
}

/// Never shown by the browser: a download, of a type that no browser opens.
http::Response original(Call& call) {
  const auto opened = open_as_it_came(call);
  if (!opened) return locked_error(call, opened.error());
  http::Response response;
  response.content_type = "application/octet-stream";
  response.headers["Content-Disposition"] =
      "attachment; filename=\"document\"; filename*=UTF-8''" + http::encode_path(opened->document.name);
  response.body = opened->content;
  const std::scoped_lock hold(call.shared.lock);
  const auto noted = store_of(call).audit(call.person().id, "original_downloaded", opened->file.ref, "");
  return noted ? response : error_page(call, noted.error());
}

}  // namespace

std::vector<Route> desk_document_routes() {
  return {{"GET", "/desk/cases/{ref}/documents/{document}/pages/{page}", case_roles(), one_page, false},
          {"GET", "/desk/cases/{ref}/documents/{document}/text", case_roles(), text_view, false},
          {"GET", "/desk/cases/{ref}/documents/{document}/original", case_roles(), original, false}};
}

}  // namespace writ::faces
