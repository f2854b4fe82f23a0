// `writ serve`: public site, log and API on loopback, and everything that falls due, until a signal ends it.
#include <csignal>
#include <cstdio>
#include <mutex>
#include <thread>

#include "app/jobs.h"
#include "app/publish.h"
#include "app/run.h"
#include "cli/app_backend.h"
#include "cli/opened.h"
#include "faces/faces.h"
#include "faces/refusal.h"
#include "http/front.h"

namespace writ::cli {

namespace {

constexpr std::chrono::seconds look_again{1};  // a job added by another process is seen this late at most

http::StaticFiles public_files(const app::Layout& layout) {
  std::vector<http::Mount> mounts;
  for (app::PublicPlace& place : app::public_places(layout))
    mounts.push_back({std::move(place.url), std::move(place.source), place.any_origin});
  return http::StaticFiles(std::move(mounts));
}

/// The signals are blocked in every thread and taken here, so that nothing runs inside a handler.
sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

void tell_failed(std::string_view job, const base::Error& error) {
  std::fprintf(stderr, "writ: %.*s put off for an hour: %s\n", static_cast<int>(job.size()), job.data(), error.message().c_str());
}

/// Does what is due, until a signal comes or a tick fails; gives the exit code.
int run_due(Opened& opened, std::mutex& lock, const sigset_t& signals) {
  const timespec wait{look_again.count(), 0};
  for (;;) {
    {
      std::unique_lock hold(lock);
      const auto let_go = [&hold](const std::function<void()>& work) {
        hold.unlock();
        work();
        hold.lock();
      };
      const auto done = app::run_due(*opened.deployment, opened.clock->now(), tell_failed, let_go);
      if (!done) return report_error(done.error());
    }
    if (sigtimedwait(&signals, nullptr, &wait) > 0) return 0;
  }
}

/// A new deployment gets its first tick; whatever fell due while nothing ran is done before anybody is answered.
base::Result<> get_ready(app::Deployment& deployment) {
  TRY_VOID(app::schedule_first_tick(deployment, deployment.clock.now()));
  TRY_VOID(app::refresh_site(deployment));
  return app::run_due(deployment, deployment.clock.now(), tell_failed);
}

void print_addresses(const app::Deployment& deployment, const std::string& base_url) {
  std::printf("%s: public site and log of %s%s\n", base_url.c_str(), deployment.settings.provider_name.c_str(),
              deployment.settings.synthetic ? " (synthetic data)" : "");
  std::printf("  report site   %s/\n  authorities   %s/portal/\n  desk          %s/desk/\n  log           %s/log/checkpoint\n  API           %s/openapi.json\n",
              base_url.c_str(), base_url.c_str(), base_url.c_str(), base_url.c_str(), base_url.c_str());
  if (deployment.settings.synthetic) {
    const std::string tokens = (deployment.layout.state() / "tokens").string();
    std::printf("  tokens        %s/ (one file for each of the demo's people)\n", tokens.c_str());
    std::printf("  sign in with  %s/sign-in (addresses and passwords); a one-time code of now:\n"
                "                writ person code %s --email ADDRESS\n", tokens.c_str(), deployment.layout.root.c_str());
    std::printf("  demo clock    %s\n", base::format_time(deployment.clock.now()).c_str());
  }
  std::printf("Ctrl-C ends it.\n");
  std::fflush(stdout);
}

}  // namespace

int run_serve(const ServeArguments& arguments) {
  const sigset_t signals = ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  auto opened = open_deployment(arguments.root, true);
  if (!opened) return report_error(opened.error());
  app::Deployment& deployment = *(*opened)->deployment;
  if (auto ready = get_ready(deployment); !ready) return report_error(ready.error());
  std::mutex lock;
  AppBackend backend(deployment, lock);
  const http::Api api(backend, *(*opened)->clock);
  const base::SystemClock system_clock;
  const auto faces = faces::Faces::open(deployment, lock, system_clock);
  if (!faces) return report_error(faces.error());
  const auto handler = [&faces, rest = http::front(api, public_files(deployment.layout))](const http::Request& request) {
    return faces::Faces::serves(request.path) ? (*faces)->handle(request) : rest(request);
  };
  const auto refusal = [&](const http::Refused& refused) {
    return faces::refusal_page(refused, deployment.settings.provider_name, deployment.settings.synthetic);
  };
  const auto server = http::Server::listen(arguments.address, arguments.port, {}, handler, refusal);
  if (!server) return report_error(server.error());
  std::thread serving([&] { (*server)->run(); });
  print_addresses(deployment, "http://" + arguments.address + ":" + std::to_string((*server)->port()));
  const int code = run_due(**opened, lock, signals);
  (*server)->stop();
  serving.join();
  return code;
}

}  // namespace writ::cli
