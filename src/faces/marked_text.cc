#include "faces/marked_text.h"

#include <algorithm>

#include "desk/words.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t sought_bytes_min = 3;  // a shorter one stands everywhere
constexpr std::size_t sought_max = 100;      // of four hundred identifiers the first: each is looked for on every page
constexpr std::size_t marks_max = 2000;      // of one document; the rest stays plain

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

struct Hit {
  std::size_t at;
  std::size_t size;
  std::size_t what;
};

std::vector<Hit> hits_in(const std::string& text, const std::vector<std::string>& needles) {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < needles.size(); ++i) {
    for (std::size_t at = text.find(needles[i]); at != text.npos && hits.size() < marks_max;
         at = text.find(needles[i], at + needles[i].size()))
      hits.push_back({at, needles[i].size(), i});
  }
  std::ranges::sort(hits, [](const Hit& a, const Hit& b) { return a.at != b.at ? a.at < b.at : a.size > b.size; });
  return hits;
}

Html marked_page(std::string_view text, const std::vector<Hit>& hits, const std::vector<Sought>& sought) {
  Html out;
  std::size_t done = 0;
  for (const Hit& hit : hits) {
    if (hit.at < done) continue;
    out += Html(text.substr(done, hit.at - done)) +
           element("mark", attr("title", sought[hit.what].label), text.substr(hit.at, hit.size));
    done = hit.at + hit.size;
  }
  return out + Html(text.substr(done));
}

}  // namespace

std::vector<Sought> sought_of(const Locale& t, const legal::Request& request) {
  std::vector<Sought> list = {{t.text("case.text.agency"), request.agency},
                              {t.text("case.label.file_number"), request.file_number},
                              {t.text("case.text.officer"), request.officer},
                              {t.text("case.text.court"), request.secrecy.court}};
  std::size_t number = 0;
  for (const legal::Selector& selector : request.selectors)
    list.push_back(
        {t.text("case.text.account", {{"n", std::to_string(++number)}, {"kind", desk::kind_words(t, selector.kind)}}),
         selector.value});
  std::erase_if(list, [](const Sought& one) { return one.text.size() < sought_bytes_min; });
  if (list.size() > sought_max) list.resize(sought_max);
  return list;
}

MarkedText marked_text(const Locale& t, std::string_view text, const std::vector<Sought>& sought) {
  std::vector<std::string> needles;
  for (const Sought& one : sought) needles.push_back(lower(one.text));
  MarkedText out;
  out.found_on.resize(sought.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\f', at), text.size());
    const std::string_view one = text.substr(at, end - at);
    const std::vector<Hit> hits = hits_in(lower(one), needles);
    const std::string number = std::to_string(++out.page_count);
    for (const Hit& hit : hits) {
      auto& pages = out.found_on[hit.what];
      if (pages.empty() || pages.back() != out.page_count) pages.push_back(out.page_count);
    }
    out.pages += h2(id("page-" + number), t.html("case.page.heading", {{"n", number}})) +
                 pre(cls("w-text"), marked_page(one, hits, sought));
    at = end + 1;
  }
  return out;
}

Html found_list(const Locale& t, const std::vector<Sought>& sought, const MarkedText& marked) {
  Html items;
  for (std::size_t i = 0; i < sought.size(); ++i) {
    Html where;
    for (const std::size_t number : marked.found_on[i])
      where += Html(where.empty() ? "" : ", ") +
               a(href("#page-" + std::to_string(number)), t.html("case.document.page", {{"n", number}}));
    items += li(strong(t.html("case.text.field", {{"label", sought[i].label}}), " "),
                where.empty() ? t.html("case.text.not_found") : where);
  }
  return h2(t.html("case.text.fields")) + ul(cls("govuk-list"), items);
}

}  // namespace writ::faces
