# glmnet as the worker of RidgeWorker.cs: same arguments, same protocol.
suppressPackageStartupMessages(library(glmnet))
arguments <- commandArgs(trailingOnly = TRUE)
n <- as.integer(arguments[3])
p <- as.integer(arguments[4])
lambdas <- as.numeric(strsplit(arguments[5], ",")[[1]])
lambda <- as.numeric(arguments[6])

resident <- function() {
  line <- grep("VmHWM:", readLines("/proc/self/status"), value = TRUE)
  as.numeric(strsplit(line, " +")[[1]][2]) * 1024e-6
}

# glmnet divides the target by its deviation before it uses its lambda, and the sum of squares by n.
execute <- function(task, x, y, lambda, lambdas) {
  units <- sqrt(mean((y - mean(y))^2)) / nrow(x)
  if (task == "fit") {
    model <- glmnet(x, y, alpha = 0, lambda = lambda * units)
  } else if (task == "path") {
    model <- glmnet(x, y, alpha = 0, lambda = sort(lambdas, decreasing = TRUE) * units)
  } else {
    stop(task)
  }
  deviation <- apply(x[, 1:3], 2, function(column) sqrt(mean((column - mean(column))^2)))
  c(mean(y), as.numeric(model$beta[1:3, ncol(model$beta)]) * deviation)
}

x <- matrix(readBin(arguments[1], "double", n * p), nrow = n, ncol = p, byrow = TRUE)
y <- readBin(arguments[2], "double", n)
few <- matrix(runif(4000), nrow = 200)
for (task in c("fit", "path")) invisible(execute(task, few, few[, 1] + few[, 2], 1, c(1, 2)))
cat(sprintf("ready glmnet %s, R %s\n", packageVersion("glmnet"), getRversion()))
input <- file("stdin", "r")
while (length(task <- readLines(input, n = 1)) > 0) {
  invisible(gc())
  cat("5", file = "/proc/self/clear_refs")
  before <- resident()
  time <- system.time(answer <- execute(task, x, y, lambda, lambdas), gcFirst = FALSE)
  cat(sprintf("%.4f %.4f %.3f %s\n", time[["elapsed"]], time[["user.self"]] + time[["sys.self"]], resident() - before,
              paste(sprintf("%.17g", answer), collapse = " ")))
  flush(stdout())
}
