#include "compiler/base/large_stack.h"

#include <pthread.h>

#include <memory>
#include <system_error>
#include <utility>

namespace mpaas {
namespace {

thread_local bool has_large_stack = false;

void* run(void* argument) {
  has_large_stack = true;
  const std::unique_ptr<std::function<void()>> body(static_cast<std::function<void()>*>(argument));
  (*body)();
  return nullptr;
}

}  // namespace

LargeStackThread::LargeStackThread(std::function<void()> body) {
  auto owned = std::make_unique<std::function<void()>>(std::move(body));
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, large_stack_size);
  const int failed = pthread_create(&thread_, &attributes, run, owned.get());
  pthread_attr_destroy(&attributes);
  if (failed != 0) {
    throw std::system_error(failed, std::generic_category(), "cannot start a thread");
  }
  (void)owned.release();
}

LargeStackThread::~LargeStackThread() { pthread_join(thread_, nullptr); }

void run_on_large_stack(const std::function<void()>& body) {
  if (has_large_stack) {
    body();
    return;
  }
  const LargeStackThread thread([&body] { body(); });
}

}  // namespace mpaas
