# Makes ../../Data/lm_intervals.json: what lm says of Longley and five of R's own data sets, each regressed on all its other columns.
# Debian: apt-get install r-base-core; then  Rscript lm_intervals.R > ../../Data/lm_intervals.json
sets <- list(longley = "Employed", mtcars = "mpg", swiss = "Fertility", stackloss = "stack.loss", attitude = "rating", trees = "Volume")
numbers <- function(values) paste0("[", paste(sprintf("%.17g", values), collapse = ", "), "]")
rows <- function(matrix) paste0("[", paste(apply(matrix, 1, numbers), collapse = ",\n   "), "]")
line <- function(name, text, end = ",\n") cat("  \"", name, "\": ", text, end, sep = "")
cat("{\n \"source\": \"R ", as.character(getRversion()), ", lm_intervals.R\"", sep = "")
for (name in names(sets)) {
  data <- get(name, envir = asNamespace("datasets"))
  features <- as.matrix(data[, setdiff(names(data), sets[[name]])])
  target <- data[[sets[[name]]]]
  fit <- lm(target ~ features)
  table <- summary(fit)$coefficients
  center <- colMeans(features)
  new <- rbind(center, features[1, ] * 1.5 - center * 0.5, features[nrow(features), ] * 2 - center)
  fitted <- as.data.frame(features)
  fitted$target_ <- target
  named <- lm(target_ ~ ., data = fitted)
  predicted <- predict(named, as.data.frame(new), interval = "prediction", level = 0.9)
  cat(",\n \"", name, "\": {\n", sep = "")
  line("x", rows(features)); line("y", numbers(target))
  line("coefficients", numbers(table[, 1])); line("errors", numbers(table[, 2]))
  line("intervals", rows(confint(fit, level = 0.95))); line("sigma", sprintf("%.17g", summary(fit)$sigma))
  line("new", rows(new)); line("predicted", rows(predicted))
  line("residuals", numbers(residuals(fit))); line("standardized", numbers(rstandard(fit)))
  line("deleted", numbers(residuals(fit) / (1 - hatvalues(fit)))); line("leverages", numbers(hatvalues(fit)))
  line("cook", numbers(cooks.distance(fit)), "\n }")
}
cat("\n}\n")
