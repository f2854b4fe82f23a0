#include "page/parts.h"

namespace writ::page {

namespace {

std::string_view tag_class(Tone tone) {
  switch (tone) {
    case Tone::neutral:
      return "govuk-tag govuk-tag--grey";
    case Tone::info:
      return "govuk-tag govuk-tag--blue";
    case Tone::good:
      return "govuk-tag govuk-tag--green";
    case Tone::warn:
      return "govuk-tag govuk-tag--orange";
    case Tone::bad:
      return "govuk-tag govuk-tag--red";
  }
  return "govuk-tag";
}

Html arrow(bool next) {
  const char* shape = next ? "m8.1 0-1.4 1.4 4.3 4.3H0v2h11l-4.4 4.2L8.1 13.3l6.7-6.6z"
                           : "m6.6 0 1.4 1.4-4.3 4.3h11v2h-11l4.4 4.2-1.5 1.4L0 6.7z";
  return markup(
      std::string("<svg class=\"govuk-pagination__icon govuk-pagination__icon--") + (next ? "next" : "prev") +
      "\" height=\"13\" width=\"15\" viewBox=\"0 0 15 13\" aria-hidden=\"true\" focusable=\"false\"><path d=\"" +
      shape + "\"/></svg>");
}

Html page_link(bool next, const std::string& url, const std::string& words) {
  if (url.empty()) return {};
  const Html title = span(cls("govuk-pagination__link-title"), words);
  return div(cls(next ? "govuk-pagination__next" : "govuk-pagination__prev"),
             a(cls("govuk-link govuk-pagination__link"), href(url), attr("rel", next ? "next" : "prev"),
               next ? title + arrow(true) : arrow(false) + title));
}

std::string_view answer_class(Answer answer) {
  switch (answer) {
    case Answer::yes:
      return "w-proof__answer w-proof__answer--yes";
    case Answer::no:
      return "w-proof__answer w-proof__answer--no";
    case Answer::open:
      return "w-proof__answer w-proof__answer--open";
  }
  return "w-proof__answer";
}

}  // namespace

Html tag(std::string_view words, Tone tone) { return strong(cls(tag_class(tone)), words); }

Html task_list(const std::vector<Task>& tasks, std::string_view id_prefix) {
  Html items;
  std::size_t at = 0;
  for (const Task& task : tasks) {
    const std::string own = std::string(id_prefix) + "-" + std::to_string(++at);
    const std::string about = (task.hint.empty() ? "" : own + "-hint ") + own + "-status";
    const Html title = task.url.empty() ? div(task.title)
                                        : a(cls("govuk-link govuk-task-list__link"), href(task.url),
                                            attr("aria-describedby", about), task.title);
    const Html hint = task.hint.empty() ? Html() : div(id(own + "-hint"), cls("govuk-task-list__hint"), task.hint);
    items +=
        li(cls(task.url.empty() ? "govuk-task-list__item" : "govuk-task-list__item govuk-task-list__item--with-link"),
           div(cls("govuk-task-list__name-and-hint"), title, hint),
           div(id(own + "-status"),
               cls(task.url.empty() ? "govuk-task-list__status govuk-task-list__status--cannot-start-yet"
                                    : "govuk-task-list__status"),
               task.status));
  }
  return ul(cls("govuk-task-list"), items);
}

Html summary_list(const std::vector<SummaryRow>& rows) {
  return dl(cls("govuk-summary-list"), each(rows, [](const SummaryRow& row) {
              Html actions;
              for (const RowAction& action : row.actions)
                actions += a(cls("govuk-link"), href(action.url), action.label,
                             span(cls("govuk-visually-hidden"), " " + action.about)) +
                           " ";
              return div(cls(row.actions.empty() ? "govuk-summary-list__row govuk-summary-list__row--no-actions"
                                                 : "govuk-summary-list__row"),
                         dt(cls("govuk-summary-list__key"), row.key), dd(cls("govuk-summary-list__value"), row.value),
                         row.actions.empty() ? Html() : dd(cls("govuk-summary-list__actions"), actions));
            }));
}

Html notification_banner(std::string_view title, const Html& content, bool good) {
  return div(cls(good ? "govuk-notification-banner govuk-notification-banner--success" : "govuk-notification-banner"),
             attr("role", good ? "alert" : "region"), attr("aria-labelledby", "banner-title"),
             div(cls("govuk-notification-banner__header"),
                 h2(cls("govuk-notification-banner__title"), id("banner-title"), title)),
             div(cls("govuk-notification-banner__content"), content));
}

Html warning_text(const Html& text, std::string_view assistive) {
  return div(cls("govuk-warning-text"), span(cls("govuk-warning-text__icon"), attr("aria-hidden", "true"), "!"),
             strong(cls("govuk-warning-text__text"), span(cls("govuk-visually-hidden"), assistive), " ", text));
}

Html inset_text(const Html& text) { return div(cls("govuk-inset-text"), text); }

Html details_part(std::string_view summary_words, const Html& inside, bool open) {
  return details(cls("govuk-details"), flag("open", open),
                 summary(cls("govuk-details__summary"), span(cls("govuk-details__summary-text"), summary_words)),
                 div(cls("govuk-details__text"), inside));
}

Html pagination(const Paging& paging) {
  if (paging.previous_url.empty() && paging.next_url.empty() && paging.shown.empty()) return {};
  return nav(cls("govuk-pagination"), attr("aria-label", paging.label),
             page_link(false, paging.previous_url, paging.previous_label),
             paging.shown.empty() ? Html() : span(cls("govuk-pagination__item"), paging.shown),
             page_link(true, paging.next_url, paging.next_label));
}

Html timeline(const std::vector<TimelineItem>& items) {
  return ol(cls("w-timeline"), each(items, [](const TimelineItem& one) {
              return li(h3(one.title),
                        p(time_element(attr("datetime", one.time_iso), one.time_words),
                          one.who.empty() ? Html() : Html(" \u00b7 " + one.who)),
                        one.body);
            }));
}

Html proof_list(const std::vector<Statement>& statements) {
  return ul(cls("w-proof"), each(statements, [](const Statement& one) {
              return li(span(cls(answer_class(one.answer)), one.answer_words), div(one.text));
            }));
}

Html identifier(std::string_view text) { return element("bdi", attr("dir", "ltr"), text); }
Html code_identifier(std::string_view text) { return code(attr("dir", "ltr"), text); }
Html unseen(std::string_view words) { return span(cls("govuk-visually-hidden"), words); }

}  // namespace writ::page
