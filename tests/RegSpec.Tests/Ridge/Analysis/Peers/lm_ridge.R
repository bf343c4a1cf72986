# Makes ../../Data/lm_ridge.json: MASS's lm.ridge on the prostate training rows.
# Debian: apt-get install r-cran-mass; then  Rscript lm_ridge.R ../../Data/prostate.data > ../../Data/lm_ridge.json
suppressPackageStartupMessages(library(MASS))
data <- read.table(commandArgs(trailingOnly = TRUE)[1], header = TRUE)
data <- data[data$train, 2:10]
lambdas <- c(0.5, 1, 4.92207172, 10, 100)
fit <- lm.ridge(lpsa ~ ., data = data, lambda = lambdas)
numbers <- function(values) paste0("[", paste(sprintf("%.17g", values), collapse = ", "), "]")
cat("{\n")
cat(sprintf(" \"source\": \"R %s, MASS %s, lm_ridge.R\",\n", getRversion(), packageVersion("MASS")))
cat(" \"lambda\": ", numbers(lambdas), ",\n", sep = "")
cat(" \"gcv\": ", numbers(fit$GCV), ",\n", sep = "")
cat(" \"hkb\": ", sprintf("%.17g", fit$kHKB), ",\n \"lw\": ", sprintf("%.17g", fit$kLW), ",\n", sep = "")
cat(" \"standardized\": [", paste(apply(fit$coef, 2, numbers), collapse = ", "), "],\n", sep = "")
cat(" \"raw\": [", paste(apply(coef(fit), 1, numbers), collapse = ", "), "]\n}\n", sep = "")
