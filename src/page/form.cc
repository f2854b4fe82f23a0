#include "page/form.h"

#include <algorithm>

#include "base/result.h"

namespace writ::page {

namespace {

bool is_field_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// Hint and message stand between label and control; the control names both.
struct Described {
  Html parts;
  Attribute by;
};

Described described(const Field& field, const FormWords& words) {
  Described out;
  std::string ids;
  if (!field.hint.empty()) {
    out.parts += div(id(field.name + "-hint"), cls("govuk-hint"), field.hint);
    ids = field.name + "-hint";
  }
  if (!field.error.empty()) {
    out.parts += p(id(field.name + "-error"), cls("govuk-error-message"),
                   span(cls("govuk-visually-hidden"), words.error), " ", field.error);
    ids += (ids.empty() ? "" : " ") + field.name + "-error";
  }
  out.by = when(!ids.empty(), attr("aria-describedby", ids));
  return out;
}

Html label_of_field(const Field& field) {
  if (!field.heading) return label(cls("govuk-label"), attr("for", field.name), field.label);
  return h1(cls("govuk-label-wrapper"), label(cls("govuk-label govuk-label--l"), attr("for", field.name), field.label));
}

Html group(const Field& field, const Html& inside) {
  CHECK_INVARIANT(is_field_name(field.name));
  return div(cls(field.error.empty() ? "govuk-form-group" : "govuk-form-group govuk-form-group--error"), inside);
}

/// A question with several controls: its words are a legend.
Html fieldset_of(const Field& field, const FormWords& words, const Html& inside, bool as_group = false) {
  const Described about = described(field, words);
  const Html question = field.heading ? legend(cls("govuk-fieldset__legend govuk-fieldset__legend--l"),
                                               h1(cls("govuk-fieldset__heading"), field.label))
                                      : legend(cls("govuk-fieldset__legend"), field.label);
  return group(field, fieldset(cls("govuk-fieldset"), when(as_group, attr("role", "group")), about.by, question,
                               about.parts, inside));
}

std::string classes(std::string name, bool wrong, const std::string& more = "") {
  const std::string marked = wrong ? " " + name + "--error" : "";
  return name + more + marked;
}

Attribute spelling(bool on) { return when(!on, attr("spellcheck", "false")); }
Attribute left_to_right(bool on) { return when(on, attr("dir", "ltr")); }
Attribute length_of(const std::optional<unsigned>& max) {
  return when(max.has_value(), attr("maxlength", max.value_or(0)));
}

/// One button of a group. The first has the field's own name as its id: there the error summary leads.
Html choice(std::string_view kind, const Field& field, const Option& one, std::size_t at, bool chosen) {
  const std::string block = kind == "radio" ? "govuk-radios" : "govuk-checkboxes";
  const std::string own = at == 0 ? field.name : field.name + "-" + std::to_string(at + 1);
  const Html hint =
      one.hint.empty() ? Html() : div(id(own + "-item-hint"), cls("govuk-hint " + block + "__hint"), one.hint);
  Html out =
      div(cls(block + "__item"),
          input(cls(block + "__input"), id(own), attr("name", field.name), attr("type", kind), attr("value", one.value),
                flag("checked", chosen), flag("disabled", one.disabled || field.disabled),
                when(!one.hint.empty(), attr("aria-describedby", own + "-item-hint"))),
          label(cls("govuk-label " + block + "__label"), attr("for", own), one.label), hint);
  if (!one.revealed.empty()) out += div(cls(block + "__conditional"), one.revealed);
  return out;
}

}  // namespace

FormWords form_words(const Locale& locale) {
  return {.problem = locale.text("form.problem"),
          .error = locale.text("form.error"),
          .day = locale.text("form.day"),
          .month = locale.text("form.month"),
          .year = locale.text("form.year"),
          .choose = locale.text("form.choose")};
}

Html error_summary(const std::vector<FieldError>& errors, const FormWords& words) {
  if (errors.empty()) return {};
  const Html list = each(errors, [](const FieldError& one) {
    return li(one.field.empty() ? Html(one.message) : a(href("#" + one.field), one.message));
  });
  return div(cls("govuk-error-summary"), attr("tabindex", "-1"), flag("autofocus"),
             div(attr("role", "alert"), h2(cls("govuk-error-summary__title"), words.problem),
                 div(cls("govuk-error-summary__body"), ul(cls("govuk-list govuk-error-summary__list"), list))));
}

std::string error_of(const std::vector<FieldError>& errors, std::string_view field) {
  const auto found = std::ranges::find(errors, field, &FieldError::field);
  return found == errors.end() ? std::string() : found->message;
}

Html text_field(const TextField& shape, const FormWords& words) {
  const Field& field = shape.field;
  const Described about = described(field, words);
  const std::string width = shape.width == 0 ? "" : " govuk-input--width-" + std::to_string(shape.width);
  return group(field, label_of_field(field) + about.parts +
                          input(cls(classes("govuk-input", !field.error.empty(), width)), id(field.name),
                                attr("name", field.name), attr("type", shape.type), attr("value", field.value),
                                about.by, when(!field.error.empty(), attr("aria-invalid", "true")),
                                when(!shape.autocomplete.empty(), attr("autocomplete", shape.autocomplete)),
                                when(!shape.inputmode.empty(), attr("inputmode", shape.inputmode)),
                                spelling(shape.spellcheck), left_to_right(shape.direction_ltr),
                                length_of(shape.max_length), flag("disabled", field.disabled)));
}

Html password_field(const PasswordField& shape, const FormWords& words) {
  const Field& field = shape.field;
  const Described about = described(field, words);
  return group(field,
               label_of_field(field) + about.parts +
                   input(cls(classes("govuk-input", !field.error.empty())), id(field.name), attr("name", field.name),
                         attr("type", "password"), about.by, when(!field.error.empty(), attr("aria-invalid", "true")),
                         attr("autocomplete", shape.autocomplete), attr("spellcheck", "false"),
                         attr("autocapitalize", "none"), attr("dir", "ltr")));
}

Html textarea_field(const TextArea& shape, const FormWords& words) {
  const Field& field = shape.field;
  const Described about = described(field, words);
  // The line end that a browser drops after the tag is written, so that a first empty line of the value stays.
  return group(field, label_of_field(field) + about.parts +
                          textarea(cls(classes("govuk-textarea", !field.error.empty())), id(field.name),
                                   attr("name", field.name), attr("rows", shape.rows), about.by,
                                   when(!field.error.empty(), attr("aria-invalid", "true")), spelling(shape.spellcheck),
                                   left_to_right(shape.direction_ltr), length_of(shape.max_length),
                                   flag("disabled", field.disabled), "\n" + field.value));
}

Html select_field(const SelectField& shape, const FormWords& words) {
  const Field& field = shape.field;
  const Described about = described(field, words);
  Html options;
  if (shape.first_empty) options += option(attr("value", ""), flag("selected", field.value.empty()), words.choose);
  for (const Option& one : shape.options)
    options += option(attr("value", one.value), flag("selected", one.value == field.value && !field.value.empty()),
                      flag("disabled", one.disabled), one.label);
  return group(
      field,
      label_of_field(field) + about.parts +
          select(cls(classes("govuk-select", !field.error.empty())), id(field.name), attr("name", field.name), about.by,
                 when(!field.error.empty(), attr("aria-invalid", "true")), flag("disabled", field.disabled), options));
}

Html radio_field(const RadioField& shape, const FormWords& words) {
  Html buttons;
  for (std::size_t i = 0; i < shape.options.size(); ++i)
    buttons += choice("radio", shape.field, shape.options[i], i,
                      shape.options[i].value == shape.field.value && !shape.field.value.empty());
  return fieldset_of(shape.field, words,
                     div(cls(std::string("govuk-radios") + (shape.inline_row ? " govuk-radios--inline" : "") +
                             (shape.small ? " govuk-radios--small" : "")),
                         buttons));
}

Html checkbox_field(const CheckboxField& shape, const FormWords& words) {
  Html boxes;
  for (std::size_t i = 0; i < shape.options.size(); ++i)
    boxes += choice("checkbox", shape.field, shape.options[i], i,
                    std::ranges::find(shape.chosen, shape.options[i].value) != shape.chosen.end());
  return fieldset_of(
      shape.field, words,
      div(cls(std::string("govuk-checkboxes") + (shape.small ? " govuk-checkboxes--small" : "")), boxes));
}

Html date_field(const DateField& shape, const FormWords& words) {
  const Field& field = shape.field;
  const auto part = [&](const char* name, const std::string& words_of, const std::string& value, bool wrong,
                        const char* width) {
    const bool marked = wrong && !field.error.empty();
    // The summary leads to the field's name: the first part has it as its id.
    const std::string own = std::string_view(name) == "day" ? field.name : field.name + "-" + name;
    return div(
        cls("govuk-date-input__item"),
        div(cls("govuk-form-group"), label(cls("govuk-label govuk-date-input__label"), attr("for", own), words_of),
            input(cls(classes("govuk-input govuk-date-input__input", false,
                              std::string(width) + (marked ? " govuk-input--error" : ""))),
                  id(own), attr("name", field.name + "-" + name), attr("type", "text"), attr("inputmode", "numeric"),
                  attr("value", value), when(marked, attr("aria-invalid", "true")), flag("disabled", field.disabled))));
  };
  return fieldset_of(
      field, words,
      div(cls("govuk-date-input"), part("day", words.day, shape.day, shape.wrong_day, " govuk-input--width-2"),
          part("month", words.month, shape.month, shape.wrong_month, " govuk-input--width-2"),
          part("year", words.year, shape.year, shape.wrong_year, " govuk-input--width-4")),
      true);
}

Html file_field(const FileField& shape, const FormWords& words) {
  const Field& field = shape.field;
  const Described about = described(field, words);
  return group(
      field,
      label_of_field(field) + about.parts + (shape.kept.empty() ? Html() : div(cls("govuk-inset-text"), shape.kept)) +
          input(cls(classes("govuk-file-upload", !field.error.empty())), id(field.name), attr("name", field.name),
                attr("type", "file"), about.by, when(!field.error.empty(), attr("aria-invalid", "true")),
                when(!shape.accept.empty(), attr("accept", shape.accept)), flag("disabled", field.disabled)));
}

Html hidden_field(std::string_view name, std::string_view value) {
  return input(attr("type", "hidden"), attr("name", name), attr("value", value));
}

namespace {
std::string button_classes(ButtonKind kind) {
  return kind == ButtonKind::primary     ? "govuk-button"
         : kind == ButtonKind::secondary ? "govuk-button govuk-button--secondary"
                                         : "govuk-button govuk-button--warning";
}
}  // namespace

Html submit_button(std::string_view words, ButtonKind kind, std::string_view name, std::string_view value) {
  return button(cls(button_classes(kind)), attr("type", "submit"), when(!name.empty(), attr("name", name)),
                when(!name.empty(), attr("value", value)), words);
}

Html link_button(std::string_view words, std::string_view url, ButtonKind kind) {
  return a(cls(button_classes(kind)), href(url), words);
}

Html button_row(const std::vector<Html>& buttons) { return div(cls("govuk-button-group"), buttons); }

Html form_element(const FormShape& shape, const Html& inside) {
  return form(attr("action", shape.action), attr("method", shape.get ? "get" : "post"),
              when(!shape.id.empty(), id(shape.id)), when(shape.files, attr("enctype", "multipart/form-data")),
              flag("novalidate"), shape.csrf.empty() ? Html() : hidden_field("csrf", shape.csrf), inside);
}

}  // namespace writ::page
