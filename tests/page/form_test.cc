#include "page/form.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "page/document.h"
#include "page/parts.h"

namespace page = writ::page;
using page::Html;

namespace {

/// One of each part, as the portal and the desk would write them.
Html every_part() {
  const std::vector<page::FieldError> errors = {{"reference", "Write the file number of your case"},
                                                {"", "The form was sent twice"}};
  Html out = page::error_summary(errors) + page::h1("Every part");
  out += page::notification_banner("Done", page::p("The draft was saved."), true) +
         page::warning_text("You cannot take this back.");
  out +=
      page::task_list({{"Legal document", "/document", "PDF, up to 20 MB", page::tag("Not started", page::Tone::info)},
                       {"Check answers", "", "When all steps are done", "Cannot be done yet"}});
  out += page::summary_list({{"Authority", "Police, Lyon", {{"Change", "authority", "/change"}}},
                             {"Reference", page::identifier("WR-2026-01843")}});
  Html inside = page::text_field({.field = {.name = "reference",
                                            .label = "File number",
                                            .hint = "As on the order",
                                            .value = "a\"b<",
                                            .error = page::error_of(errors, "reference")},
                                  .width = 20});
  inside += page::password_field({.field = {.name = "password", .label = "Password", .value = "never shown"}});
  inside +=
      page::textarea_field({.field = {.name = "danger", .label = "What is the danger?", .value = "\nSecond line"}});
  inside += page::select_field({.field = {.name = "country", .label = "Country", .value = "FR"},
                                .options = {{"DE", "Germany"}, {"FR", "France"}}});
  inside +=
      page::radio_field({.field = {.name = "road", .label = "Which road?", .value = "keep"},
                         .options = {{"ask", "Ordinary request", "Data of an account"}, {"keep", "Preserve only"}}});
  inside += page::checkbox_field(
      {.field = {.name = "data", .label = "Data sought"},
       .options = {{"phone", "Phone number"}, {"content", "Messages", "This service does not keep them", true}},
       .chosen = {"phone"}});
  inside += page::date_field(
      {.field = {.name = "until", .label = "Until when?", .error = "The month is a number from 1 to 12"},
       .day = "3",
       .month = "13",
       .year = "2026",
       .wrong_day = false,
       .wrong_year = false});
  inside += page::file_field(
      {.field = {.name = "order", .label = "The order"}, .accept = ".pdf", .kept = "order.pdf, 120,304 bytes"});
  inside += page::button_row({page::submit_button("Save"),
                              page::submit_button("Send", page::ButtonKind::secondary, "then", "send"),
                              page::link_button("Withdraw", "/withdraw", page::ButtonKind::warning)});
  out += page::form_element({.action = "/portal/drafts/1", .csrf = "token", .files = true}, inside);
  out += page::details_part("What is kept?", page::p("Phone number and IP address."));
  out += page::pagination({.previous_url = "?before=1", .next_url = "?after=50", .shown = "51-100 of 10,000"});
  out += page::timeline({{"Sent", "3 Dec 2026, 14:00 UTC", "2026-12-03T14:00:00Z", "A. Diallo", page::p("Recorded.")}});
  return out + page::proof_list({{page::Answer::yes, "yes", "Every entry was recomputed."},
                                 {page::Answer::open, "not checked", "No older checkpoint was at hand."}});
}

std::string golden_page() {
  page::Document shape;
  shape.face = page::Face::portal;
  shape.title = "Every part";
  shape.provider_name = "Example";
  shape.stylesheets = {"style.css"};
  shape.main = every_part();
  return page::document(shape);
}

}  // namespace

TEST_CASE("every part of a form stands as it was agreed on, so that a change of it is seen") {
  const std::string path = std::string(WRIT_SOURCE_DIR) + "/tests/page/golden/parts.html";
  const std::string made = golden_page();
  if (std::getenv("WRIT_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << made;
  std::ifstream in(path, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(in), {}};
  CHECK(made == golden);
}

TEST_CASE("the summary of errors leads to the fields, the message stands at the field, and what was typed stays") {
  const Html field =
      page::text_field({.field = {.name = "ref", .label = "File number", .value = "<12>", .error = "Too long"}});
  CHECK(page::error_summary({{"ref", "Too long"}}).str().find("href=\"#ref\"") != std::string::npos);
  CHECK(field.str().find("id=\"ref\"") != std::string::npos);
  CHECK(field.str().find("value=\"&lt;12&gt;\"") != std::string::npos);
  CHECK(field.str().find("aria-describedby=\"ref-error\"") != std::string::npos);
  CHECK(field.str().find("id=\"ref-error\"") != std::string::npos);
  CHECK(page::error_summary({}).empty());
}

TEST_CASE("a group of choices is led to by its first one, and a date by its day") {
  const Html radios =
      page::radio_field({.field = {.name = "road", .label = "Road"}, .options = {{"a", "A"}, {"b", "B"}}});
  CHECK(radios.str().find("id=\"road\" name=\"road\" type=\"radio\"") != std::string::npos);
  CHECK(radios.str().find("checked") == std::string::npos);
  CHECK(
      page::date_field({.field = {.name = "until", .label = "Until"}}).str().find("id=\"until\" name=\"until-day\"") !=
      std::string::npos);
}

TEST_CASE("a password never stands in a page") {
  CHECK(page::password_field({.field = {.name = "p", .label = "Password", .value = "hunter2"}}).str().find("hunter2") ==
        std::string::npos);
}
