// `writ authority import`: a file of known authorities into the directory, all of it or nothing.
#include <algorithm>
#include <cstdio>

#include "app/authority_file.h"
#include "cli/opened.h"

namespace writ::cli {

namespace {

constexpr std::size_t errors_shown = 50;  // a screen: more says no more

int report(const std::string& file, const std::vector<intake::LineError>& errors) {
  if (errors.size() == 1 && errors.front().line == 0) return report_error(errors.front().error);
  for (std::size_t i = 0; i < std::min(errors.size(), errors_shown); ++i)
    std::fprintf(stderr, "%s:%zu: %s\n", file.c_str(), errors[i].line, errors[i].error.message().c_str());
  if (errors.size() > errors_shown) std::fprintf(stderr, "and %zu more\n", errors.size() - errors_shown);
  std::fprintf(stderr, "writ: nothing was imported; lines that break a rule: %zu\n", errors.size());
  return 1;
}

}  // namespace

int run_authority_import(const AuthorityImportArguments& arguments) {
  const auto opened = open_deployment(arguments.root);
  if (!opened) return report_error(opened.error());
  app::Deployment& deployment = *(*opened)->deployment;
  const auto person = sign_in(**opened, arguments.token_file);
  if (!person) return report_error(person.error());
  const auto text = static_cast<base::Files&>(deployment.files).read(arguments.file);
  if (!text) return report_error(text.error());
  const auto rows = app::parse_authorities(*text);
  if (!rows) return report(arguments.file, rows.error());
  const auto done = app::import_authorities(deployment, *person, *rows, arguments.update);
  if (!done) return report(arguments.file, done.error());
  std::printf("%zu new, %zu changed, %zu as they were\n", done->added, done->changed, done->unchanged);
  return 0;
}

}  // namespace writ::cli
