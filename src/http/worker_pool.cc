#include "http/worker_pool.h"

#include <utility>

namespace writ::http {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_max) : jobs_max_(threads + queue_max) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

bool WorkerPool::has_room() const {
  const std::lock_guard lock(mutex_);
  return jobs_ < jobs_max_;
}

void WorkerPool::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(job));
    ++jobs_;
  }
  changed_.notify_one();
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    --jobs_;
  }
}

}  // namespace writ::http
