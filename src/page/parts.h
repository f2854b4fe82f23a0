// Parts of the portal's and the desk's pages that are no forms, with the class names of govuk-frontend: task list,
// summary list, messages, tags, paging; and ours: timeline, statements of a check, due times.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page/html.h"

namespace writ::page {

/// The colour says nothing that the word does not say.
enum class Tone : unsigned char { neutral, info, good, warn, bad };
Html tag(std::string_view words, Tone tone = Tone::neutral);

/// One task: `url` empty = it cannot be started, and `status` or `hint` says why.
struct Task {
  std::string title;
  std::string url = "";
  std::string hint = "";
  Html status = {};  // plain words for done, a tag for what is open
};
Html task_list(const std::vector<Task>& tasks, std::string_view id_prefix = "task");

struct RowAction {
  std::string label;  // "Change"
  std::string about;  // "authority": read out after the label, not seen
  std::string url;
};
struct SummaryRow {
  std::string key;
  Html value;
  std::vector<RowAction> actions = {};
};
Html summary_list(const std::vector<SummaryRow>& rows);

/// Of the whole page. `good`: something was done; it is announced at once.
Html notification_banner(std::string_view title, const Html& content, bool good = false);
/// `assistive` is read out before the text: "Warning".
Html warning_text(const Html& text, std::string_view assistive = "Warning");
Html inset_text(const Html& text);
Html details_part(std::string_view summary_words, const Html& inside, bool open = false);

/// Newer and older pages of a list that is paged by key: an empty address = there is none.
struct Paging {
  std::string previous_url = "";
  std::string next_url = "";
  std::string previous_label = "Previous";
  std::string next_label = "Next";
  std::string shown = "";  // "1-50 of 10,000"
  std::string label = "Pages";
};
Html pagination(const Paging& paging);

/// Newest first; the time stands in the text as well as in the machine's form.
struct TimelineItem {
  std::string title;
  std::string time_words;  // "3 Dec 2026, 14:00 UTC"
  std::string time_iso;    // 2026-12-03T14:00:00Z
  std::string who = "";
  Html body = {};
};
Html timeline(const std::vector<TimelineItem>& items);

/// Statements of a check, each with its answer in words: never one tick for all.
enum class Answer : unsigned char { yes, no, open };
struct Statement {
  Answer answer;
  std::string answer_words;  // "yes", "no", "not checked"
  Html text;
};
Html proof_list(const std::vector<Statement>& statements);

/// An identifier, reference, hash or address: left to right in every language.
Html identifier(std::string_view text);
/// The same as code.
Html code_identifier(std::string_view text);

/// Words that are read out and not seen.
Html unseen(std::string_view words);

}  // namespace writ::page
