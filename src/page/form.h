// Parts of forms, with the class names of govuk-frontend: label, hint, message and control are tied together by ids,
// what was typed stays, and the message stands beside its field and in the summary at the top.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "page/html.h"
#include "page/locale.h"

namespace writ::page {

/// The few words that the parts say themselves. English unless a page gives those of its language.
struct FormWords {
  std::string problem = "There is a problem";
  std::string error = "Error:";  // read out before a message; not seen
  std::string day = "Day";
  std::string month = "Month";
  std::string year = "Year";
  std::string choose = "Choose one";  // first entry of a select without a value
};

FormWords form_words(const Locale& locale);

/// What was wrong with one field. `field` is its name, which is also its id; empty: of the whole form, and not a link.
struct FieldError {
  std::string field;
  std::string message;
};

/// Stands before the h1 and takes the focus; nothing if there is no error. Links lead to the fields.
Html error_summary(const std::vector<FieldError>& errors, const FormWords& words = {});
/// The message of a field among those of the form; empty if there is none.
std::string error_of(const std::vector<FieldError>& errors, std::string_view field);

/// What every field has. `name` is also the id: letters, digits, `-`, `_`, unique in the page.
struct Field {
  std::string name;
  std::string label;
  std::string hint = "";
  std::string value = "";  // as it was typed, also if it was wrong
  std::string error = "";
  bool heading = false;  // the label is the page's h1: a page with one question
  bool disabled = false;
};

struct TextField {
  Field field;
  std::string type = "text";      // text, email, tel, url, search
  std::string autocomplete = "";  // WCAG 1.3.5: "email", "one-time-code", "off"
  std::string inputmode = "";     // "numeric"
  unsigned width = 0;             // in letters: 2, 3, 4, 5, 10, 20, 30; 0: the whole measure
  bool spellcheck = true;         // off for identifiers
  bool direction_ltr = false;     // identifiers, addresses, keys: left to right in every language
  std::optional<unsigned> max_length = std::nullopt;
};
Html text_field(const TextField& shape, const FormWords& words = {});

struct PasswordField {
  Field field;  // `value` is not written back: a password never stands in a page
  std::string autocomplete = "current-password";
};
Html password_field(const PasswordField& shape, const FormWords& words = {});

struct TextArea {
  Field field;
  unsigned rows = 5;
  std::optional<unsigned> max_length = std::nullopt;
  bool spellcheck = true;
  bool direction_ltr = false;
};
Html textarea_field(const TextArea& shape, const FormWords& words = {});

struct Option {
  std::string value;
  std::string label;
  std::string hint = "";
  bool disabled = false;
  Html revealed = {};  // shown under the choice, with or without JavaScript
};

/// `field.value` is the chosen one. Without `first_empty` the first option is chosen unasked.
struct SelectField {
  Field field;
  std::vector<Option> options;
  bool first_empty = true;
};
Html select_field(const SelectField& shape, const FormWords& words = {});

/// `field.value` is the chosen one; the id of the first button is the field's name, so that the summary can lead to it.
struct RadioField {
  Field field;
  std::vector<Option> options;
  bool inline_row = false;
  bool small = false;
};
Html radio_field(const RadioField& shape, const FormWords& words = {});

/// Several values may be chosen: each is sent as `name=value`.
struct CheckboxField {
  Field field;
  std::vector<Option> options;
  std::vector<std::string> chosen = {};
  bool small = false;
};
Html checkbox_field(const CheckboxField& shape, const FormWords& words = {});

/// Sent as `name-day`, `name-month`, `name-year`, each as typed. `wrong` says which parts are marked.
struct DateField {
  Field field;  // `value` is not used
  std::string day = "";
  std::string month = "";
  std::string year = "";
  bool wrong_day = true;
  bool wrong_month = true;
  bool wrong_year = true;
};
Html date_field(const DateField& shape, const FormWords& words = {});

/// The form needs enctype multipart/form-data. `kept`: what was uploaded before and need not be sent again.
struct FileField {
  Field field;         // `value` is not used
  std::string accept;  // ".pdf,application/pdf"
  Html kept = {};      // "order.pdf, 120,304 bytes, SHA-256 ..."
};
Html file_field(const FileField& shape, const FormWords& words = {});

Html hidden_field(std::string_view name, std::string_view value);

enum class ButtonKind : unsigned char { primary, secondary, warning };
/// A submit button; `name` and `value` say which of several was pressed.
Html submit_button(std::string_view label, ButtonKind kind = ButtonKind::primary, std::string_view name = "",
                   std::string_view value = "");
/// A link that looks like a button.
Html link_button(std::string_view label, std::string_view url, ButtonKind kind = ButtonKind::primary);
Html button_row(const std::vector<Html>& buttons);

/// A form posted to this site. `csrf` is sent as the hidden field `csrf`; empty: none. `files`: multipart.
struct FormShape {
  std::string action;
  std::string csrf = "";
  bool files = false;
  bool get = false;  // filters and searches
  std::string id = "";
};
Html form_element(const FormShape& shape, const Html& inside);

}  // namespace writ::page
