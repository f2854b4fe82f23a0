#include "faces/sandbox.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>

namespace writ::faces {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

/// What a reader of a document never needs. Everything else is allowed: a list of what it does need would break with
/// the next version of the C library.
constexpr std::array forbidden = {SCMP_SYS(socket),
                                  SCMP_SYS(socketpair),
                                  SCMP_SYS(connect),
                                  SCMP_SYS(bind),
                                  SCMP_SYS(listen),
                                  SCMP_SYS(accept),
                                  SCMP_SYS(accept4),
                                  SCMP_SYS(sendto),
                                  SCMP_SYS(sendmsg),
                                  SCMP_SYS(recvmsg),
                                  SCMP_SYS(recvfrom),
                                  SCMP_SYS(fork),
                                  SCMP_SYS(vfork),
                                  SCMP_SYS(clone),
                                  SCMP_SYS(clone3),
                                  SCMP_SYS(ptrace),
                                  SCMP_SYS(kill),
                                  SCMP_SYS(tkill),
                                  SCMP_SYS(process_vm_readv),
                                  SCMP_SYS(process_vm_writev),
                                  SCMP_SYS(mount),
                                  SCMP_SYS(umount2),
                                  SCMP_SYS(chroot),
                                  SCMP_SYS(pivot_root),
                                  SCMP_SYS(unshare),
                                  SCMP_SYS(setns),
                                  SCMP_SYS(bpf),
                                  SCMP_SYS(keyctl),
                                  SCMP_SYS(add_key),
                                  SCMP_SYS(request_key),
                                  SCMP_SYS(perf_event_open),
                                  SCMP_SYS(userfaultfd),
                                  SCMP_SYS(io_uring_setup),
                                  SCMP_SYS(unlink),
                                  SCMP_SYS(unlinkat),
                                  SCMP_SYS(rename),
                                  SCMP_SYS(renameat),
                                  SCMP_SYS(renameat2),
                                  SCMP_SYS(mkdir),
                                  SCMP_SYS(mkdirat),
                                  SCMP_SYS(creat),
                                  SCMP_SYS(truncate),
                                  SCMP_SYS(link),
                                  SCMP_SYS(linkat),
                                  SCMP_SYS(symlink),
                                  SCMP_SYS(symlinkat),
                                  SCMP_SYS(chmod),
                                  SCMP_SYS(fchmodat),
                                  SCMP_SYS(chown),
                                  SCMP_SYS(fchownat),
                                  SCMP_SYS(pidfd_open),
                                  SCMP_SYS(pidfd_getfd),
                                  SCMP_SYS(openat2)};

/// The filter as the kernel takes it, made once: after fork() in a program with threads nothing may allocate.
const std::string& filter_program() {
  static const std::string program = [] {
    std::string bytes;
    const std::unique_ptr<void, void (*)(void*)> context(seccomp_init(SCMP_ACT_ALLOW),
                                                         [](void* one) { seccomp_release(one); });
    if (!context) return bytes;
    for (const int call : forbidden) seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(EPERM), call, 0);
    for (const int call : {SCMP_SYS(open), SCMP_SYS(openat)}) {
      const unsigned flags = call == SCMP_SYS(open) ? 1 : 2;  // which argument they are
      for (const unsigned long mode : {static_cast<unsigned long>(O_WRONLY), static_cast<unsigned long>(O_RDWR)})
        seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(EACCES), call, 1,
                         SCMP_CMP64(flags, SCMP_CMP_MASKED_EQ, O_ACCMODE, mode));
      seccomp_rule_add(context.get(), SCMP_ACT_ERRNO(EACCES), call, 1,
                       SCMP_CMP64(flags, SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT));
    }
    const Descriptor memory(::memfd_create("filter", MFD_CLOEXEC));
    if (memory.get() < 0 || seccomp_export_bpf(context.get(), memory.get()) != 0) return bytes;
    bytes.resize(static_cast<std::size_t>(::lseek(memory.get(), 0, SEEK_END)));
    if (::pread(memory.get(), bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) bytes.clear();
    return bytes;
  }();
  return program;
}

void bound(int resource, rlim_t most) {
  const rlimit limit{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

/// Only libraries, fonts and their settings can be read, where the kernel has Landlock. System calls only.
void narrow_files() {
  landlock_ruleset_attr rules{};
  rules.handled_access_fs = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE |
                            LANDLOCK_ACCESS_FS_EXECUTE;
  const long set = ::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (set < 0) return;
  constexpr std::string_view cache_file = "/etc/ld.so.cache";
  for (const char* path : {"/usr", "/lib", "/lib64", "/etc/fonts", cache_file.data(), "/var/cache/fontconfig"}) {
    landlock_path_beneath_attr below{};
    below.parent_fd = ::open(path, O_PATH | O_CLOEXEC);
    if (below.parent_fd < 0) continue;
    const bool folder = cache_file != path;  // a file cannot be listed
    below.allowed_access =
        LANDLOCK_ACCESS_FS_READ_FILE | (folder ? LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE : 0ULL);
    ::syscall(SYS_landlock_add_rule, static_cast<int>(set), LANDLOCK_RULE_PATH_BENEATH, &below, 0);
    ::close(below.parent_fd);
  }
  ::syscall(SYS_landlock_restrict_self, static_cast<int>(set), 0);
  ::close(static_cast<int>(set));
}

/// In the child, between fork and exec: system calls only.
[[noreturn]] void become(const char* program, char* const* arguments, int input, int output,
                         const SandboxLimits& limits, const sock_fprog& filter) {
  static char language[] = "LC_ALL=C.UTF-8";
  static char home[] = "HOME=/nonexistent";
  char* const environment[] = {language, home, nullptr};
  const int nowhere = ::open("/dev/null", O_WRONLY);
  if (::dup2(input, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(nowhere, 2) < 0) ::_exit(120);
  ::syscall(SYS_close_range, 3U, ~0U, 0U);
  ::signal(SIGXFSZ, SIG_IGN);  // a font cache that cannot be written is no reason to die
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  bound(RLIMIT_AS, limits.memory_bytes);
  bound(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu.count()));
  bound(RLIMIT_FSIZE, 0);
  bound(RLIMIT_CORE, 0);
  bound(RLIMIT_NOFILE, 64);
  ::setpriority(PRIO_PROCESS, 0, 10);  // people at the desk come first
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) ::_exit(121);
  narrow_files();
  if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) ::_exit(122);
  ::execve(program, arguments, environment);
  ::_exit(123);
}

/// Everything it writes, until it ends, is late, or writes too much.
base::Result<std::string> collect(int output, const SandboxLimits& limits) {
  std::string out;
  std::array<char, 65'536> piece{};
  const auto end = std::chrono::steady_clock::now() + limits.wall;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd wait{output, POLLIN, 0};
    if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) == 0)
      return base::fail(base::Errc::unavailable, "document", "", "took longer than it may to be shown");
    const ssize_t got = ::read(output, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return out;
    out.append(piece.data(), static_cast<std::size_t>(got));
    if (out.size() > limits.output_bytes)
      return base::fail(base::Errc::unavailable, "document", "", "grows larger than it may when it is shown");
  }
}

}  // namespace

base::Result<std::string> run_sandboxed(const std::string& program, const std::vector<std::string>& arguments,
                                        std::string_view input, const SandboxLimits& limits) {
  const std::string& bytes = filter_program();
  if (bytes.empty())
    return base::fail(base::Errc::unavailable, "sandbox", "",
                      "this system has no system call filter: documents are not opened without one");
  const sock_fprog filter{static_cast<unsigned short>(bytes.size() / sizeof(sock_filter)),
                          reinterpret_cast<sock_filter*>(const_cast<char*>(bytes.data()))};
  const Descriptor memory(::memfd_create("document", MFD_CLOEXEC));
  if (memory.get() < 0 || ::write(memory.get(), input.data(), input.size()) != static_cast<ssize_t>(input.size()) ||
      ::lseek(memory.get(), 0, SEEK_SET) != 0)
    return base::fail(base::Errc::unavailable, "sandbox", "", "no memory for the document");
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), program);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return base::fail(base::Errc::unavailable, "sandbox", "", "no pipe");
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return base::fail(base::Errc::unavailable, "sandbox", "", "no process");
  if (child == 0) become(program.c_str(), argv.data(), memory.get(), write_end.get(), limits, filter);
  write_end.reset();
  auto output = collect(read_end.get(), limits);
  if (!output) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!output) return output;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
  if (WIFSIGNALED(status))
    return base::fail(base::Errc::unavailable, "document", "",
                      "needs more memory or time than it may have to be shown");
  return base::fail(base::Errc::unavailable, "document", "",
                    "cannot be shown: it is damaged, locked with a password, or not what it says");
}

}  // namespace writ::faces
