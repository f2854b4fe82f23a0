#include "cli/provider.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "cli/opened.h"
#include "provider/install_sql.h"
#include "provider/open.h"

namespace writ::cli {

namespace {

base::Result<std::string> install_sql(const ProviderSqlArguments& arguments) {
  const std::string usual = arguments.server == "teamgram" ? "teamgram" : "public";
  const provider::InstallOptions options{.tables = arguments.tables.empty() ? usual : arguments.tables,
                                         .role = arguments.role,
                                         .owner = arguments.owner,
                                         .host = arguments.host};
  if (arguments.server == "synapse") return provider::synapse_sql(options);
  if (arguments.server == "mas") return provider::mas_sql(options);
  if (arguments.server == "teamgram") return provider::teamgram_sql(options);
  return base::invalid("server", arguments.server, "must be synapse, mas or teamgram");
}

void print(const provider::Finding& finding) {
  std::printf("%s\t%s\t%s\t%s\n", finding.wrong ? "wrong" : "note", finding.source.c_str(), finding.subject.c_str(),
              finding.said.c_str());
  if (!finding.change.empty()) std::printf("\t\t\t-> %s\n", finding.change.c_str());
}

nlohmann::json to_json(const provider::Finding& finding) {
  return {{"wrong", finding.wrong},
          {"source", finding.source},
          {"subject", finding.subject},
          {"said", finding.said},
          {"change", finding.change}};
}

}  // namespace

int run_provider_sql(const ProviderSqlArguments& arguments) {
  const auto text = install_sql(arguments);
  if (!text) return report_error(text.error());
  std::fputs(text->c_str(), stdout);
  return 0;
}

int run_provider_check(const ProviderCheckArguments& arguments) {
  const base::DiskFiles files;
  const auto file = provider::read_provider(files, arguments.file);
  if (!file) {
    report_error(file.error());
    return 2;
  }
  std::size_t wrong = 0;
  nlohmann::json list = nlohmann::json::array();
  for (const auto& source : file->sources) {
    for (const provider::Finding& finding : source->examine(base::SystemClock().now())) {
      wrong += finding.wrong ? 1 : 0;
      if (arguments.json) {
        list.push_back(to_json(finding));
      } else {
        print(finding);
      }
    }
  }
  if (arguments.json) {
    const nlohmann::json answer{{"fit", wrong == 0}, {"sources", file->sources.size()}, {"findings", std::move(list)}};
    std::printf("%s\n", answer.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else {
    std::printf("%zu source%s looked at, %zu wrong\n", file->sources.size(), file->sources.size() == 1 ? "" : "s",
                wrong);
  }
  return wrong == 0 ? 0 : 1;
}

}  // namespace writ::cli
