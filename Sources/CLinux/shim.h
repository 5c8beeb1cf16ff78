#ifndef LIANZHENG_CLINUX_SHIM_H
#define LIANZHENG_CLINUX_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/timerfd.h>
#include <unistd.h>

#endif
